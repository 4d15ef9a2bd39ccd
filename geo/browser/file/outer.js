/* Whose address says what is shown? The page's own; or that of the page around it, where that is the
   app's and shows the explorer until its own map is there (page/light.js).

   That page hands the address on to Streamlit, so what a reader did here is seen there as well. What
   a link says that is not understood is Streamlit's to say too: until the reader does something,
   the address stays as it came. */
const DOING = ["pointerdown", "keydown", "wheel", "input"];
let isTouched = false;

/** Whether the app's page holds this one in its frame. Others' frames say nothing of themselves. */
export const isHeld = () => Boolean(window.frameElement?.hasAttribute("data-light"));

/** The window whose address it is. */
export const outer = () => (isHeld() ? window.parent : window);

/** Waits for the reader's first doing. */
export function followReader() {
  const touched = () => { isTouched = true; };
  for (const name of DOING) addEventListener(name, touched, { capture: true, once: true, passive: true });
}

/** Writes a query or a part behind # into the address, as a step in the browser's history or without.
    In a page of others there are none: its back button is about that page.
    @param {string} written
    @param {boolean} isStep */
export function writeOuter(written, isStep) {
  const { history, location } = outer();
  if (isHeld() && !isTouched) return;
  const write = isStep && outer() === window.top ? "pushState" : "replaceState";
  const isOther = new URL(written, location.href).href !== location.href; // to write waits for the browser
  if (isOther) history[write](history.state, "", written);
  if (isHeld()) outer().oneMapLight = written;
}

/** What the app's page says on the frame of itself: its pages' paths, and the packages by id and title.
    @returns {{ pages: string[]; packages: [string, Pair][] }} */
export const stated = () => JSON.parse(window.frameElement?.getAttribute("data-around") || "");

/** The query whose parameters an address keeps where they are not the view's: all of them, but of the
    app's own page only those that its own links have, which it names on the frame. */
export const keptQuery = () => (isHeld() ? "?" + window.frameElement?.getAttribute("data-light") : location.search);
