/* What does the explorer lend the script that comes later (build.mjs)? All that remembers something and
   is there once in a page; what remembers nothing each script has for itself. */
import { emit, on } from "../shared/events.js";
import { host } from "../shared/host.js";
import { filled, formatNumber, text, wording } from "../shared/language.js";
import { appearanceOf, state } from "../shared/state.js";
import { change, current } from "./current.js";
import { figureOf, held, lookOf } from "./held.js";
import { isHeld, keptQuery, outer } from "./outer.js";
import { isServed, opening } from "./parts.js";

/** After the data have been read: until then there is nothing to lend. */
export const lent = () => ({
  appearanceOf, change, current, emit, figureOf, filled, formatNumber, held, host, isHeld, isServed, keptQuery,
  lookOf, on, opening, outer, state, text, wording,
});
