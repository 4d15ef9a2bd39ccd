/* What is known of a package where no server is asked? Its places, figures and workstreams.

   The parts that the map reads as well, and the facts beside them (geo/served/facts.py). */

/** Places, figures and workstreams of a payload, in package order, with what the map need not know; of
    very many places those that are drawn as symbols alone, see crowd/many.js.
    @param {FileFacts} facts
    @param {Catalogue} catalogue
    @param {(path: string) => any} read
    @returns {Held} */
export function records(facts, catalogue, read) {
  const layers = new Map(catalogue.layers.map((layer) => [layer.id, layer]));
  /** @param {Layer} layer
      @returns {(HeldPlace & { index: number })[]} */
  const features = (layer) => {
    /** @type {{ features: (Feature & { properties: { index: number } })[] }} */
    const { features: found } = read(layer.url || "");
    return found.map(({ id, properties }) => ({ id, ...properties, ...facts.places[id], layer }));
  };
  // The crowd's places by position (docs/served-files.md).
  /** @type {CrowdIndex} */
  const index = catalogue.crowd ? read(catalogue.crowd) : { count: 0, categories: [], pieces: { paths: [] } };
  /** @type {(Omit<HeldPlace, "layer"> & { layer: string })[]} */
  const pieces = facts.tied ? [] : index.pieces.paths.flatMap((path) => read(path));
  const symbols = catalogue.layers.filter(({ url }) => url).flatMap(features).sort(byIndex);
  const crowd = pieces.map((place, position) => ({
    ...place,
    ...facts.places[place.id],
    layer: /** @type {Layer} */ (layers.get(place.layer)),
    position,
  }));
  const places = [...symbols, ...crowd];
  const figures = Object.entries(catalogue.figures)
    .map(([id, figure]) => ({ id, ...figure, ...facts.figures[id] }))
    .sort(byIndex);
  return {
    facts,
    layers: catalogue.layers,
    workstreams: Object.entries(catalogue.workstreams).map(([id, stream]) => ({
      id, ...stream, ...facts.workstreams[id],
    })),
    neutral: catalogue.neutral,
    related: catalogue.related,
    district: catalogue.district,
    groups: catalogue.groups,
    titles: catalogue.sources,
    symbols, // places that are drawn as symbols
    crowd,
    categories: index.categories,
    index,
    total: symbols.length + index.count,
    places,
    figures,
    place: new Map(places.map((place) => [place.id, place])),
    rows: new Map(places.map(({ id }, row) => [id, row])),
    figure: new Map(figures.map((figure) => [figure.id, figure])),
  };
}

/** @param {{ index: number }} one
    @param {{ index: number }} two */
const byIndex = (one, two) => one.index - two.index;
