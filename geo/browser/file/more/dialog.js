/* How is a view passed on, without a session? The dialog that pages/shared/share.py draws in the full
   page, of links that the browser writes: each leads to what the server, or a site, has at an address. */
import { element } from "../../shared/element.js";
import { on } from "../../shared/events.js";
import { text } from "../../shared/language.js";
import { opening } from "../parts.js";
import { cite } from "./cite.js";
import { pick } from "./controls.js";
import { download } from "./download.js";
import { embed } from "./embed.js";
import { link } from "./link.js";
import { sheet } from "./sheet.js";

/** @type {Record<string, () => Section>} */
const SECTIONS = { link, embed, cite, sheet, download };
let chosen = "link";
/** @type {Section | null} */
let shown = null;

on("address", () => shown?.update()); // the browser's own way back leads to another view

/** Opens the dialog; closed, the keyboard is where it was. */
export function share() {
  const dialog = element("dialog", "share");
  const head = element("header");
  const title = element("h2", "", text("share.title"));
  title.id = "share-title";
  dialog.setAttribute("aria-labelledby", title.id);
  const close = element("button", "close", "✕");
  close.type = "button";
  close.title = text("map.close");
  close.setAttribute("aria-label", close.title);
  close.addEventListener("click", () => dialog.close());
  const room = element("div", "share-section");
  const show = () => {
    shown = SECTIONS[chosen]();
    room.replaceChildren(...shown.nodes);
    shown.update();
  };
  const names = Object.fromEntries(offered().map((name) => [name, text("share." + name)]));
  if (!(chosen in names)) chosen = "link";
  const sections = pick(text("share.title"), names, chosen, (name) => {
    chosen = name;
    show();
  });
  sections.classList.add("share-sections", "unsaid");
  head.append(title, close);
  dialog.append(head, sections, room);
  show();
  dialog.addEventListener("close", () => {
    shown = null;
    dialog.remove();
  });
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog) dialog.close(); // beside it
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** The names of what there is to be had at an address. */
const offered = () => Object.keys(SECTIONS).filter((name) => opening.share?.sections.includes(name));
