/* How are elements made? Here alone. Nothing that comes from data is ever turned into code or
   markup: texts enter the page through textContent only. */
import { appearanceOf } from "./state.js";

const SVG = "http://www.w3.org/2000/svg";

/** An element with a class and a text.
    @template {keyof HTMLElementTagNameMap} Tag
    @param {Tag} tag
    @param {string} [className]
    @param {string} [text] */
export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** What an element is called by who does not see it.
    @param {Element} node
    @param {string} words */
export const nameNode = (node, words) => node.setAttribute("aria-label", words);

/** What an element is to who does not see it.
    @param {Element} node
    @param {string} role */
export const giveRole = (node, role) => node.setAttribute("role", role);

/** A path on a grid of 24 by 24 as an element; decoration only, never read aloud.
    @param {string} outline */
export function pathIcon(outline) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", outline);
  path.setAttribute("fill-rule", "evenodd");
  svg.appendChild(path);
  return svg;
}

/** The symbol of a workstream as an element.
    @param {string} workstream
    @param {boolean} located */
export function symbol(workstream, located) {
  const look = appearanceOf(workstream);
  const pin = element("span", "om-symbol" + (located ? "" : " om-symbol-area"));
  pin.style.setProperty("--colour", look.colour);
  pin.appendChild(pathIcon(look.symbol));
  return pin;
}
