/* How does the page go to another view by itself? To its link, as by a step in the browser's history:
   the server reads and checks it like any link, and the browser's back button undoes it.

   Elements that carry `data-go` (parameters that change) lead there when they are pressed. */

/** Goes to the present link with some parameters changed; null leaves one out. Returns the text
    that is searched for from then on.
    @param {Record<string, string | null>} changes */
export function go(changes) {
  const stated = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) stated.delete(name);
    else stated.set(name, value);
  }
  const query = "?" + stated.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  const text = stated.get("q") || "";
  if (query !== location.search) {
    history.pushState(history.state, "", location.pathname + query);
    dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
  }
  return text.startsWith("id:") ? "" : text;
}

document.addEventListener("click", ({ target }) => {
  /** @type {HTMLElement | null} */
  const button = target instanceof Element ? target.closest("[data-go]") : null;
  if (button) go(Object.fromEntries(new URLSearchParams(button.dataset.go)));
});
