/* Has this browser closed the first-visit card? Kept here alone: no cookie, nothing on the server.

   The card is in the page and hidden; it lies over the map, so nothing moves when it shows. What
   says so stands on the page's root, which Streamlit never draws anew. */
const KEY = "one-map-welcome";
const root = document.documentElement;

/** A browser that keeps nothing gets the card at each visit. */
function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch (/** @type {any} */ refused) {
    console.info("nothing is kept:", refused.message);
    return null;
  }
}

function keep() {
  try {
    localStorage.setItem(KEY, "closed");
  } catch (/** @type {any} */ refused) {
    console.info("nothing is kept:", refused.message);
  }
}

const open = () => { root.dataset.welcome = "open"; };

function close() {
  delete root.dataset.welcome;
  keep();
}

function openAgain() {
  open();
  const title = document.getElementById("welcome-title");
  if (!title) return;
  title.scrollIntoView({ block: "center" });
  title.focus();
}

if (kept() !== "closed") open();

document.addEventListener("click", ({ target }) => {
  /** @type {HTMLElement | null} */
  const button = target instanceof Element ? target.closest("[data-welcome]") : null;
  if (!button || button === root) return;
  if (button.dataset.welcome === "close") close();
  else openAgain();
});

document.addEventListener("keydown", ({ key, target }) => {
  if (key === "Escape" && target instanceof Element && target.closest(".welcome")) close();
});
