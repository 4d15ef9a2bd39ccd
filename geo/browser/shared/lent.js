/* What is there once in a page, and lent to the crowd's script by the one that calls it? All of the
   shared room that remembers something; what remembers nothing each script has for itself. */
import { countOf, crowd, filtered, indexed, passesFilter } from "./crowd.js";
import { emit, on } from "./events.js";
import { host } from "./host.js";
import { compactNumber, filled, text } from "./language.js";
import { appearanceOf, state } from "./state.js";

export const lent = {
  appearanceOf, compactNumber, countOf, crowd, emit, filled, filtered, host, indexed, on, passesFilter, state, text,
};
