/* Which places are shown, and what is known of the selected one? */
import { element } from "../shared/element.js";
import { filled, text, wording } from "../shared/language.js";
import { change, current } from "./current.js";
import { figureList, groupedFigures, tinted } from "./figures.js";
import { figureOf, held } from "./held.js";
import { fileText } from "./words.js";

const MOST_ROWS = 50; // as many as the live app draws; what is beyond is found by search
/** @param {HeldPlace} place */
const precision = (place) => text("precision." + place.precision);

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
  const facts = [wording(place.layer.name), wording(place.parent), precision(place)].join(" · ");
  const source = wording(held.titles[place.source]);
  const ends = [
    wording(place.known),
    fileText("panel.located_by", { source }),
    place.code ? fileText("panel.code", { code: place.code }) : "",
    fileText("panel.id", { id: place.id }),
  ];
  return [
    element("h2", "", wording(place.name)),
    element("p", "quiet", facts),
    ...figuresOf(place, shown),
    element("p", "quiet known", ends.filter(Boolean).join(" ")),
  ];
}

/** The place's figures that are shown; where it has none, the district's.
    @param {HeldPlace} place
    @param {Shown} shown */
function figuresOf(place, shown) {
  const own = place.figures.map(figureOf);
  const chosen = own.filter(({ id }) => shown.figureIds.has(id));
  const parts = chosen.length ? groupedFigures(chosen) : [];
  if (own.length > chosen.length) {
    const more = filled("more_figures", { count: own.length - chosen.length });
    parts.push(element("p", "quiet", more));
  }
  if (own.length) return parts;
  parts.push(element("p", "quiet", text("no_figures")));
  const around = (held.related[place.workstream] || []).map(figureOf);
  if (around.length) parts.push(element("h3", "", text("related")), figureList(around));
  return parts;
}

/** A row a place shown; rows stay the same elements while the same places are shown. */
export function placesList() {
  const box = element("section", "places");
  const title = element("h2", "list-title");
  const list = element("ul");
  const more = element("p", "quiet");
  box.append(title, list, more);
  /** @type {string | null} */
  let drawn = null;
  /** @type {Part["draw"]} */
  const draw = (view, shown) => {
    const { places } = shown;
    const count = { shown: places.length, total: held.places.length };
    title.textContent = fileText("list.title", count);
    const first = places.slice(0, MOST_ROWS);
    const ids = first.map(({ id }) => id).join();
    if (ids !== drawn) list.replaceChildren(...first.map(row));
    drawn = ids;
    first.forEach((place, at) => fill(list.children[at].children[0], place, view, shown));
    const left = places.length - first.length;
    more.textContent = left ? fileText("list.more", { count: left }) : "";
    if (!places.length) more.textContent = fileText("list.empty");
    more.className = places.length ? "quiet" : "empty";
  };
  return { box, draw };
}

/** @param {HeldPlace} place */
function row({ id, workstream }) {
  const item = element("li");
  const made = tinted(element("button", "row"), workstream);
  made.type = "button";
  made.dataset.id = id;
  made.append(element("b"), element("small"));
  made.addEventListener("click", () =>
    change({ place: current.view.place === id ? null : id }));
  item.appendChild(made);
  return item;
}

/** @param {Element} made
    @param {HeldPlace} place
    @param {FileView} view
    @param {Shown} shown */
function fill(made, place, view, shown) {
  const count = place.figures.filter((id) => shown.figureIds.has(id)).length;
  const layer = wording(place.layer.name);
  made.setAttribute("aria-pressed", String(place.id === view.place));
  const [name, facts] = made.children;
  name.textContent = wording(place.name);
  facts.textContent = fileText("list.row", {
    layer, count, precision: precision(place),
  });
}
