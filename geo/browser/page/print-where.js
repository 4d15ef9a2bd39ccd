/* Where was a printed page found, and when? Its address and the day stand at its end. */
import { today } from "../shared/clipboard.js";

/** @type {HTMLElement | null} */
let line = null;

addEventListener("beforeprint", () => {
  if (line) return;
  line = document.createElement("p");
  line.className = "printed-where";
  line.textContent = decodeURI(location.href) + " · " + today();
  (document.querySelector("footer") || document.body).append(line);
});

addEventListener("afterprint", () => {
  line?.remove();
  line = null;
});
