/* What is asked of the crowd? All that the map needs of it, as one script of its own (build.mjs). */
export {
  crowdDrawn, forPaper, onTheme, redrawCrowd, seenPicture, showCrowd, showFailure,
} from "./canvas-layer.js";
export { chunkOf, fetchChunk, forgetChunks } from "./chunks.js";
export { featureAt } from "./feature.js";
export { followFilter, openCrowd } from "./filter.js";
export { hitAt } from "./hit.js";
export { loosePositions, looseShown } from "./loose.js";
export { manyPlaces } from "./many.js";
export { placesAround } from "./near.js";
export { APART_PX, clustersSeen, dotsBelow, singlesSeen } from "./seen.js";
export {
  cancelMessageSelection, cancelSelection, removeUnselected, selectFromMessage, selectPosition,
} from "./select.js";
export { crowd as shown } from "../shared/crowd.js";
