/* What is to be done each time that Streamlit has drawn something? Once a frame, however much it drew. */

/** @type {(() => void)[]} */
const deeds = [];
let due = false;

/** @param {() => void} deed */
export function whenDrawn(deed) {
  deeds.push(deed);
}

new MutationObserver(() => {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    for (const deed of deeds) deed();
  });
}).observe(document.documentElement, { childList: true, subtree: true });
