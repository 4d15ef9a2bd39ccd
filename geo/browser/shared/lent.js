/* What is there once in a page, and lent to the crowd's script by the one that calls it? All of the
   shared room that remembers something, and what is long; the rest each script has for itself. */
import { countOf, crowd, filtered, indexed, passesFilter } from "./crowd.js";
import { distance } from "./distance.js";
import { emit, on } from "./events.js";
import { host } from "./host.js";
import { compactNumber, filled, text } from "./language.js";
import { precisionText } from "./located.js";
import { appearanceOf, state } from "./state.js";

export const lent = {
  appearanceOf, compactNumber, countOf, crowd, distance, emit, filled, filtered, host, indexed, on, passesFilter,
  precisionText, state, text,
};
