// The map's script with its inside open, for tests that ask more of it than its public face says.
import * as face from "../../geo/browser/crowd/face.js";
export * from "../../geo/browser/map/main.js";
export { fetchChunk } from "../../geo/browser/crowd/chunks.js";
export { foundBefore } from "../../geo/browser/crowd/filter.js";
export { SMALL_PX } from "../../geo/browser/crowd/view.js";
export { fetchColumns } from "../../geo/browser/shared/columns.js";
export { passesFilter } from "../../geo/browser/shared/crowd.js";
export { refreshPlaces } from "../../geo/browser/map/places.js";
export { compactNumber } from "../../geo/browser/shared/language.js";

// The crowd's room lies in here as well, so that there is one of each module.
window.oneCrowd = () => face;
