/* Where is a place known to lie, if not exactly, and how is that said? */
import { filled, text, wording } from "./language.js";
import { state } from "./state.js";

const COMMON_NOUN = /^[A-Z][a-z]+( [a-z]+)+$/; // several words, of which only the first is large

/** The area that a place is known to lie in, no better.
    @param {Feature} feature */
export const areaOf = ({ properties }) => state.areas.get(properties.area || "");

/** Whether an area has no name of its own: it is called after what its places say they lie in.
    @param {Area} area */
export const isImplicit = ({ id }) => id.startsWith("~");

/** How well a place is located, in words.
    @param {Feature} feature */
export function precisionText(feature) {
  const { name, precision } = feature.properties;
  const area = areaOf(feature);
  if (!area || isImplicit(area)) return text("precision." + precision);
  const own = wording(area.name);
  if (own.includes(wording(name))) return text("is_area"); // the place's own name stands above
  if (area.bounded === "circle") return filled("within_circle", { area: own });
  return filled("within", { area: COMMON_NOUN.test(own) ? `the ${own.toLowerCase()}` : own });
}
