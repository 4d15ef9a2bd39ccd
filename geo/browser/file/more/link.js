/* How is the link of a view handed on? Copied, sent by the device, seen by another's camera. */
import { element } from "../../shared/element.js";
import { filled, text, wording } from "../../shared/language.js";
import { current } from "../current.js";
import { held } from "../held.js";
import { opening } from "../parts.js";
import { fileText } from "../words.js";
import { filledAddress } from "./addresses.js";
import { field, row, tick, way } from "./controls.js";
import { absolute, linkHere, sharing } from "./here.js";

let isPinned = false;

/** @returns {Section} */
export function link() {
  const { version } = held.facts;
  const taken = field(text("share.link_label"));
  taken.row.prepend(...sender(() => taken.control.value));
  const pin = tick(filled("share.pin", { version }), isPinned, (on) => {
    isPinned = on;
    update();
  });
  const [code, page] = [qr(), plain()];
  const update = () => {
    const address = linkHere(isPinned);
    taken.control.value = address;
    code?.draw(address);
    page.draw();
  };
  return { nodes: [taken.box, pin, ...(code ? [code.box] : []), page.box], update };
}

/** The device's own sheet for sharing, where it has one.
    @param {() => string} address */
function sender(address) {
  if (!("share" in navigator)) return [];
  const button = element("button", "", text("share.send"));
  button.type = "button";
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await navigator.share({ title: document.title, url: address() });
    } catch (/** @type {any} */ refused) {
      if (refused.name === "AbortError") return; // the reader thought better of it
      console.info("not sent:", refused.message);
      button.textContent = text("share.send_failed");
    }
  });
  return [button];
}

/** The link as a code, drawn by the app. */
function qr() {
  const { app } = sharing();
  if (!app) return null;
  const box = element("div", "qr");
  const picture = element("img");
  Object.assign(picture, { alt: text("share.qr"), width: 180, height: 180 });
  const files = { png: way("PNG"), svg: way("SVG") };
  const said = element("div");
  said.append(element("p", "", text("share.qr_hint")), row(files.png, files.svg));
  box.append(picture, said);
  /** @param {string} address */
  const draw = (address) => {
    const query = new URL(address).search;
    picture.src = absolute(app + "share/qr.svg") + query;
    for (const [ending, file] of Object.entries(files)) file.href = absolute(app + "share/qr." + ending) + query;
  };
  return { box, draw };
}

/** The page of what the view is about, where that is one thing. */
function plain() {
  const box = element("p", "quiet");
  const to = way("", "");
  /** @param {HeldPlace} place */
  const rowOf = ({ id, position = 0 }) => held.rows.get(id) ?? held.symbols.length + position;
  const draw = () => {
    const { place: id, workstreams: chosen, lang } = current.view;
    const place = held.place.get(id || "");
    const stream = !place && chosen.length === 1 ? held.workstreams.find((each) => each.id === chosen[0]) : null;
    const found = place || stream;
    box.hidden = !found;
    if (!found) return;
    const { pages } = sharing();
    const name = wording(found.name);
    if (place && pages !== null && rowOf(place) >= pages) {
      box.textContent = fileText("share.no_plain", { name, most: pages });
      return;
    }
    to.textContent = filled("share.plain", { name });
    box.replaceChildren(to, " " + text("share.plain_hint"));
    const values = { package: opening.package, kind: place ? "place" : "workstream", id: found.id };
    to.href = absolute(filledAddress(sharing().plain[lang], values));
  };
  return { box, draw };
}
