/* What of the crowd can be asked from outside? Its index and filter, what is seen of it, and to select
   one of its places by its position. */
export { seenPicture } from "./canvas-layer.js";
export { crowd as shown } from "./filter.js";
export { clustersSeen, singlesSeen } from "./seen.js";
export { selectPosition } from "./select.js";
