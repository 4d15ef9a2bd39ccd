/* In which colours is the crowd drawn? Those that the style sheet gives everything else. */
import { crowd } from "../shared/crowd.js";
import { element } from "../shared/element.js";
import { state } from "../shared/state.js";

const DOT_PX = 4.2;
const ROOM_PX = 9;

/** The colours of the present theme, or those of paper; red, green, blue of each besides.
    @param {boolean} onPaper
    @returns {Palette} */
export function paletteFor(onPaper) {
  const root = document.documentElement;
  const { theme } = root.dataset;
  if (onPaper) root.dataset.theme = "light";
  const probe = state.map.getContainer().appendChild(element("i", "om-tone"));
  const style = getComputedStyle(probe);
  /** @param {string} name */
  const read = (name) => style.getPropertyValue(name).trim();
  const tones = crowd.colours.map((colour) => {
    const tone = probe.appendChild(element("i", "om-tone"));
    tone.style.setProperty("--colour", colour);
    return tone;
  }); // all of them before one is read: each reading after a writing works out the page's styles
  const looks = tones.map((tone) => numbers(getComputedStyle(tone).color));
  const made = {
    looks: looks.map((tone) => `rgb(${tone.join(" ")})`),
    numbers: looks,
    paper: read("--paper"),
    ink: read("--ink"),
    quiet: read("--quiet"),
    font: style.fontFamily,
    key: [theme, onPaper].join(),
  };
  probe.remove();
  if (onPaper) restore(root, theme);
  return made;
}

/** @param {HTMLElement} root
    @param {string} [theme] */
function restore(root, theme) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
}

/** @type {Map<string, number[]>} */
const known = new Map(); // colour -> its numbers: to read a pixel back is slow

/** A colour of any notation as whole numbers.
    @param {string} colour */
function numbers(colour) {
  const found = known.get(colour);
  if (found) return found;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = /** @type {Pen} */ (canvas.getContext("2d"));
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const made = Array.from(pen.getImageData(0, 0, 1, 1).data.slice(0, 3));
  known.set(colour, made);
  return made;
}

/** @type {{ key: string, looks: HTMLCanvasElement[] }} */
let stamps = { key: "", looks: [] };

/** Pictures of a dot in each colour: drawn once, since a thousand circles take longer than a thousand copies.
    @param {Palette} palette
    @param {number} ratio */
export function stampsFor({ looks, paper }, ratio) {
  const key = [ratio, paper, ...looks].join();
  if (stamps.key !== key) stamps = { key, looks: looks.map((tone) => stamp(tone, paper, ratio)) };
  return { room: ROOM_PX, side: 2 * ROOM_PX, looks: stamps.looks };
}

/** @param {string} tone
    @param {string} paper
    @param {number} ratio */
function stamp(tone, paper, ratio) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.ceil(2 * ROOM_PX * ratio);
  const pen = /** @type {Pen} */ (canvas.getContext("2d"));
  pen.scale(canvas.width / (2 * ROOM_PX), canvas.width / (2 * ROOM_PX));
  for (const [colour, radius] of /** @type {[string, number][]} */ ([[paper, DOT_PX + 1.2], [tone, DOT_PX]])) {
    pen.beginPath();
    pen.arc(ROOM_PX, ROOM_PX, radius, 0, 2 * Math.PI);
    pen.fillStyle = colour;
    pen.fill();
  }
  return canvas;
}
