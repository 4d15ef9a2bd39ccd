/* What is known of the selected place? */
import { element } from "../shared/element.js";
import { filled, text, wording } from "../shared/language.js";
import { change } from "./current.js";
import { fileFigures, groupedFileFigures, tinted } from "./figures.js";
import { figureOf, held } from "./held.js";
import { fileText } from "./words.js";

/** The selected place, or how to select one. */
export function placePanel() {
  const box = element("section", "panel");
  box.setAttribute("aria-live", "polite");
  const content = element("div");
  const close = element("button", "close");
  close.type = "button";
  close.addEventListener("click", () => change({ place: null }));
  box.append(content, close);
  /** @type {Part["draw"]} */
  const draw = (view, shown) => {
    const place = held.place.get(view.place || "");
    tinted(box, place && place.workstream);
    box.classList.toggle("panel-empty", !place);
    content.replaceChildren(...(place ? about(place, shown) : [hint()]));
    close.textContent = fileText("panel.close");
    close.hidden = !place;
  };
  return { box, draw };
}

const hint = () => element("p", "hint", fileText("panel.hint"));

/** @param {HeldPlace} place
    @param {Shown} shown */
function about(place, shown) {
  const facts = [wording(place.layer.name), wording(place.parent), text("precision." + place.precision)];
  const source = wording(held.titles[place.source]);
  const ends = [
    wording(place.known),
    fileText("panel.located_by", { source }),
    place.code ? fileText("panel.code", { code: place.code }) : "",
    fileText("panel.id", { id: place.id }),
  ];
  return [
    element("h2", "", wording(place.name)),
    element("p", "quiet", facts.join(" · ")),
    ...figuresOf(place, shown),
    element("p", "quiet known", ends.filter(Boolean).join(" ")),
  ];
}

/** The place's figures that are shown; where it has none, the district's.
    @param {HeldPlace} place
    @param {Shown} shown
    @returns {Node[]} */
function figuresOf(place, shown) {
  const own = place.figures.map(figureOf);
  const chosen = own.filter(({ id }) => shown.figureIds.has(id));
  const parts = chosen.length ? groupedFileFigures(chosen) : [];
  if (own.length > chosen.length) {
    const more = filled("more_figures", { count: own.length - chosen.length });
    parts.push(element("p", "quiet", more));
  }
  if (own.length) return parts;
  parts.push(element("p", "quiet", text("no_figures")));
  const around = (held.related[place.workstream] || []).map(figureOf);
  if (around.length) parts.push(element("h3", "", text("related")), fileFigures(around));
  return parts;
}
