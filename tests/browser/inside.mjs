// The map's script with its inside open, for tests that ask more of it than its public face says.
export * from "../../geo/browser/map/main.js";
export { fetchChunk } from "../../geo/browser/crowd/chunks.js";
export { foundBefore, passesFilter } from "../../geo/browser/crowd/filter.js";
export { SMALL_PX } from "../../geo/browser/crowd/marks.js";
export { fetchColumns } from "../../geo/browser/shared/columns.js";
export { refreshPlaces } from "../../geo/browser/map/places.js";
export { compactNumber } from "../../geo/browser/shared/language.js";
