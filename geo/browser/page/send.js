/* How is the link handed to another program of the device? By the device's own sheet for sharing.

   Phones have one, and so do some desktops; the button shows only where there is one. */
/** @import { Field } from "./copy.js" */

if ("share" in navigator) document.documentElement.dataset.sends = "";

/** @param {HTMLElement} button */
async function send(button) {
  const { sendOf = "", failed = "" } = button.dataset;
  const { value: url } = /** @type {Field} */ (document.getElementById(sendOf));
  try {
    await navigator.share({ title: document.title, url });
  } catch (/** @type {any} */ refused) {
    if (refused.name === "AbortError") return; // the reader thought better of it
    console.info("not sent:", refused.message);
    button.textContent = failed;
  }
}

document.addEventListener("click", ({ target }) => {
  /** @type {HTMLElement | null} */
  const button = target instanceof Element ? target.closest("button[data-send-of]") : null;
  if (button) send(button);
});
