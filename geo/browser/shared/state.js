/* What does the map know? Everything that more than one module asks for stands here, and nothing else.

   Python sends small messages of ids (see geo/served/folium_map.py). The data themselves are fetched from
   the app's own origin, by addresses that never change their content. */
/** @type {State} */
export const state = /** @type {any} */ ({
  map: null,
  data: null, // where files lie that never change; null with the app itself
  catalogue: null, // names, colours and phrases of the package
  places: new Map(), // place id -> feature, in package order
  areas: new Map(), // area id -> area, with its geometry
  district: null, // its outline, a GeoJSON geometry
  lang: "zh",
  shown: () => true, // whether the place of an index is shown
  figures: () => true, // whether the figure of an index is shown
  place: null, // selected place id
  layers: null, // ids of the layers that are drawn; null for all
  base: null, // basemap below the data
  locked: false, // whether the map stays where it is
  serial: 0, // how many choices were made on the map
});

/** The selected place, if there is one. */
export const selectedPlace = () => (state.place === null ? undefined : state.places.get(state.place));

/** Colour, symbol and name of a workstream, or those of no workstream.
    @param {string} workstream */
export function appearanceOf(workstream) {
  return state.catalogue.workstreams[workstream] || state.catalogue.neutral;
}
