/* What comes later than the map? All that is asked of it, as one script of its own (build.mjs). */
export { share } from "./dialog.js";
export { storyCard } from "./story.js";
export { drawCharts, tell, turn } from "./tour.js";
