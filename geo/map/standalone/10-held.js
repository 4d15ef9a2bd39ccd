/* What does the file hold?

   The payload of the live app, part by part, and the facts beside it (geo/export/one_file.py). The
   map reads its part through fetchData, as it does everywhere. Texts enter the page through
   textContent only, here as in the map's own code. */
(function (oneFile) {
  "use strict";

  // In the live app the map stands in a frame, and its page is the parent. Here it is its own page:
  // whoever shows this file in a frame of theirs lets no code look out of it.
  window.parent = window;

  const held = (id) => JSON.parse(document.getElementById(id).textContent);

  oneMap.fetchData = async (path) => held("layers/" + path);
  oneMap.fetchBytes = async (path) => oneMap.fromBase64(held("layers/" + path)).buffer;

  const facts = held("facts");
  const catalogue = held("layers/" + facts.message.catalogue);
  const byIndex = (one, two) => one.index - two.index;
  const layers = new Map(catalogue.layers.map((layer) => [layer.id, layer]));
  const features = (layer) => held("layers/" + layer.url).features.map(({ id, properties }) => ({
    id, ...properties, ...facts.places[id], layer,
  }));
  // The crowd's places by position (docs/served-files.md); `kind` is the number of their code.
  const index = catalogue.crowd ? held("layers/" + catalogue.crowd) : { codes: [], pieces: { paths: [] } };
  const pieces = index.pieces.paths.flatMap((path) => held("layers/" + path));

  oneFile.facts = facts;
  oneFile.layers = catalogue.layers;
  oneFile.workstreams = Object.entries(catalogue.workstreams).map(([id, stream]) => ({
    id, ...stream, ...facts.workstreams[id],
  }));
  oneFile.neutral = catalogue.neutral;
  oneFile.related = catalogue.related;
  oneFile.titles = catalogue.sources;
  oneFile.few = catalogue.layers.filter(({ url }) => url).flatMap(features).sort(byIndex);
  oneFile.codes = index.codes;
  oneFile.crowd = pieces.map((place, position) => ({
    ...place, ...facts.places[place.id], layer: layers.get(place.layer), position,
  }));
  oneFile.places = [...oneFile.few, ...oneFile.crowd];
  oneFile.figures = Object.entries(catalogue.figures)
    .map(([id, figure]) => ({ id, ...figure, ...facts.figures[id] }))
    .sort(byIndex);
  oneFile.place = new Map(oneFile.places.map((place) => [place.id, place]));
  oneFile.figure = new Map(oneFile.figures.map((figure) => [figure.id, figure]));

  oneFile.look = (workstream) =>
    oneFile.workstreams.find(({ id }) => id === workstream) || oneFile.neutral;

  /* The app's words in the present language. */
  oneFile.words = (key, values) =>
    oneWords.filled(oneFile.texts[oneMap.state.lang][key], oneMap.written(values || {}));
})(window.oneFile);
