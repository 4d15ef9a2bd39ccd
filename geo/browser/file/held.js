/* What does the explorer know?

   The payload of the live app, part by part, and the facts beside it (geo/served/facts.py). The map
   reads its part through its host, as it does everywhere. */
import { state } from "../shared/state.js";
import { opening, part } from "./parts.js";

/** @type {Held} */
export let held = /** @type {any} */ (null);

/** Reads what there is to know; everything else here comes after that. */
export async function open() {
  const { facts, message } = opening;
  /** @type {Map<string, any>} */
  const known = new Map();
  /** @param {(string | null | undefined)[]} paths */
  const read = (paths) => Promise.all(paths.map(async (path) => path && known.set(path, await part(path))));
  await read([facts, message.catalogue]);
  /** @type {Catalogue} */
  const catalogue = known.get(message.catalogue);
  await read([...catalogue.layers.map(({ url }) => url), catalogue.crowd]);
  if (catalogue.crowd) await read(known.get(catalogue.crowd).pieces.paths);
  state.catalogue = catalogue; // lists are drawn before the map has read it
  held = records(known.get(facts), catalogue, (path) => known.get(path));
}

/** Places, figures and workstreams of a payload, in package order, with what the map need not know.
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
  /** @type {{ categories: Category[], pieces: { paths: string[] } }} */
  const index = catalogue.crowd ? read(catalogue.crowd) : { categories: [], pieces: { paths: [] } };
  /** @type {(Omit<HeldPlace, "layer"> & { layer: string })[]} */
  const pieces = index.pieces.paths.flatMap((path) => read(path));
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
    titles: catalogue.sources,
    symbols, // places that are drawn as symbols
    crowd,
    categories: index.categories,
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

/** A figure that the file names itself, so that it is there.
    @param {string} id */
export const figureOf = (id) => /** @type {HeldFigure} */ (held.figure.get(id));

/** @param {string} [workstream] */
export const lookOf = (workstream) =>
  held.workstreams.find(({ id }) => id === workstream) || held.neutral;
