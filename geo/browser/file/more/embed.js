/* How is the map shown in the page of others? By a frame of it, whose markup is written here. */
import { element } from "../../shared/element.js";
import { embedCode } from "../../shared/embed-code.js";
import { text, wording } from "../../shared/language.js";
import { opening } from "../parts.js";
import { choose, field, labelled, tick } from "./controls.js";
import { framedHere } from "./here.js";

const WIDTHS = ["100%", "800", "600", "400"];
const PARTS = ["legend", "search", "panel"];
const HEIGHTS = { min: "320", max: "1600", step: "20" };
const frame = { width: "100%", height: "520", lang: "", parts: ["legend"], isLocked: false };

/** @returns {Section} */
export function embed() {
  const code = field(text("embed.snippet"), { lines: 4, copy: text("embed.copy") });
  const update = () => {
    const { parts, isLocked, lang, ...size } = frame;
    const isUsual = parts.join() === "legend";
    const stated = { embed: "true", ...(isUsual ? {} : { ui: parts.join() }), ...(isLocked ? { lock: "1" } : {}) };
    code.control.value = embedCode(framedHere(stated, lang), { ...size, title: wording(opening.pageTitle) });
  };
  /** @param {Partial<typeof frame>} changes */
  const change = (changes) => {
    Object.assign(frame, changes);
    update();
  };
  const sizes = element("div", "choices");
  const widths = Object.fromEntries(WIDTHS.map((width) => [width, width]));
  const languages = { "": text("embed.readers"), zh: "中文", en: "English" };
  sizes.append(
    choose(text("embed.width"), widths, frame.width, (width) => change({ width })),
    height((height) => change({ height })),
    choose(text("embed.language"), languages, frame.lang, (lang) => change({ lang })),
  );
  const lock = tick(text("embed.lock"), frame.isLocked, (isLocked) => change({ isLocked }));
  return { nodes: [sizes, parts((parts) => change({ parts })), lock, code.box], update };
}

/** @param {(height: string) => void} act */
function height(act) {
  const control = element("input");
  Object.assign(control, { type: "number", value: frame.height, ...HEIGHTS });
  control.addEventListener("input", () => {
    if (control.checkValidity() && control.value) act(control.value);
  });
  return labelled(text("embed.height"), control);
}

/** What stands beside the map, in the order of the link.
    @param {(parts: string[]) => void} act */
function parts(act) {
  const box = element("fieldset", "pick");
  box.append(element("legend", "", text("embed.parts")));
  for (const part of PARTS) {
    box.append(tick(text("embed." + part), frame.parts.includes(part), (isOn) =>
      act(PARTS.filter((other) => (other === part ? isOn : frame.parts.includes(other))))));
  }
  return box;
}
