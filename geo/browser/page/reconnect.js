/* Has this page lost its server and found one again? That may be another process, which knows
   nothing of what is shown: the page says it anew, by its link.

   Streamlit trusts that the old session goes on and asks for nothing; at a process that has none,
   the first click would be lost. A step in the history that leads to where one is asks for a run. */
import { CONNECTION } from "../shared/streamlit.js";

let connected = false; // at any time since the page was opened
let lost = false;

/** @param {string | null} state */
function follow(state) {
  if (state !== "CONNECTED") {
    lost = connected;
    return;
  }
  connected = true;
  if (!lost) return;
  lost = false;
  window.dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
}

new MutationObserver((changes) => {
  for (const { target } of changes) follow(/** @type {Element} */ (target).getAttribute(CONNECTION));
}).observe(document.documentElement, { subtree: true, attributeFilter: [CONNECTION] });
