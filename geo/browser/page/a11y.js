/* What do Streamlit's elements not say to a keyboard or a screen reader?

   Which row of the list is chosen, which page is open, the way past the top, and what a dialog's
   button does in the reader's language. Where focus is lost with what had it, it is put back, and a
   list that was turned is read from its beginning. */
const ROW = '[class*="st-key-row--"] button';
const FRAME = ".st-key-map-frame iframe";
const SKIPS = { map: FRAME, list: ".st-key-places .list-title" };
const PART = ".list-title small";
let turned = null; // the part of the list that was left for another
let origin = null; // where the present selection was made: a row, or the map's frame

function set(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

const rowOf = (place) => document.querySelector(`[class*="st-key-row--${place}--"] button`);

function mend() {
  const panel = document.querySelector(".panel[data-place]");
  const chosen = panel && rowOf(panel.dataset.place);
  for (const row of document.querySelectorAll(ROW)) set(row, "aria-pressed", String(row === chosen));
  begin();
  const page = location.pathname.split("/").pop();
  for (const link of document.querySelectorAll(".st-key-pages a")) {
    if (link.getAttribute("href").split("?")[0] === page) set(link, "aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const skips = document.querySelector(".skips");
  if (!skips) return;
  for (const button of skips.children) button.hidden = !document.querySelector(SKIPS[button.dataset.skip]);
  const close = document.querySelector('[role="dialog"] > button[aria-label]');
  if (close) set(close, "aria-label", skips.dataset.close);
  const past = document.querySelector('[data-testid="stSkipToContent"]');
  if (past && past.textContent !== skips.dataset.content) past.textContent = skips.dataset.content;
}

function begin() {
  const part = document.querySelector(PART);
  if (turned === null || !part || part.textContent === turned) return;
  turned = null;
  part.parentElement.scrollIntoView({ block: "nearest" });
}

function focus(node) {
  if (!node.matches("a, button, iframe")) node.tabIndex = -1;
  node.scrollIntoView({ block: "nearest" });
  node.focus({ preventScroll: true });
}

/* The symbol of a place in the map's frame. */
function symbol(place) {
  const page = document.querySelector(FRAME).contentDocument;
  return page && page.querySelector(`.om-marker[data-place="${place}"]`);
}

/* The button that closes the panel goes away with it: back to where the place was selected. */
function leavePanel() {
  const { place } = document.querySelector(".panel[data-place]").dataset;
  const back = origin && origin.isConnected && origin.matches(ROW) ? origin : symbol(place) || rowOf(place);
  origin = null;
  if (back) back.focus({ preventScroll: true });
}

document.addEventListener("click", ({ target }) => {
  if (!target.closest) return;
  const skip = target.closest("[data-skip]");
  if (skip) focus(document.querySelector(SKIPS[skip.dataset.skip]));
  if (target.closest(ROW)) origin = target.closest(ROW);
  if (target.closest(".st-key-list-turning button")) turned = document.querySelector(PART).textContent;
  if (target.closest(".st-key-panel-close button")) leavePanel();
});

// A press on the map leaves the page itself; its frame has the keyboard then.
addEventListener("blur", () => {
  if (document.activeElement && document.activeElement.matches(FRAME)) origin = document.activeElement;
});

document.addEventListener("keydown", ({ key, target }) => {
  if (key !== "Escape" || !target.closest(".st-key-panel")) return;
  document.querySelector(".st-key-panel-close button").click();
});

let due = false;
new MutationObserver(() => {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    mend();
  });
}).observe(document.documentElement, { childList: true, subtree: true });
