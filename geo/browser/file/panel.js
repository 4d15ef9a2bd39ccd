/* What is known of the selected place? */
import { nodeFor } from "../map/places.js";
import { element } from "../shared/element.js";
import { text, wording } from "../shared/language.js";
import { scopesOf } from "../shared/scopes.js";
import { state } from "../shared/state.js";
import { UNFILTERED, change, current } from "./current.js";
import { fileFigures, groupedFileFigures, sourcesLine, tinted } from "./figures.js";
import { figureOf, held, many } from "./held.js";
import { fileText } from "./words.js";

/** @type {HTMLElement | null} */
export let origin = null; // the row that was pressed for the first of the places that were gone to

/** Selects a place and leads the keyboard to its name, as the full page does (page/panel.js); nobody has
    to look for what he asked for, nor is the keyboard nowhere where what was pressed goes away.
    @param {Partial<FileView>} changes
    @param {HTMLElement | null} [from] the row that was pressed */
export function ask(changes, from = origin) {
  origin = from;
  change(changes);
  /** @type {HTMLElement | null} */
  const title = document.querySelector(".panel h2");
  if (!title) return;
  /** @type {HTMLElement} */ (title.closest(".side")).scrollTop = 0;
  title.focus({ preventScroll: true });
}

/** Selects a place, without a filter that hides it, as the full page does (page/go.js).
    @param {string} id */
export async function goTo(id) {
  if (many) await many.meetId(id, () => goTo(id));
  if (!held.place.has(id)) return; // that it did not come is said
  const lifted = current.shown.has(id) ? {} : UNFILTERED;
  ask({ ...lifted, place: id });
}

/** Back to where the place was asked for: its row, or what stands for it on the map.
    @param {UIEvent} event of a press, or of a key */
function leave({ detail }) {
  const [place, row] = [current.view.place, origin];
  change({ place: null });
  const back = row?.isConnected ? row : nodeFor(place || "") || state.map.getContainer();
  back.focus({ preventScroll: detail > 0 }); // a finger leaves the page where it is
}

/** The selected place, or how to select one. */
export function placePanel() {
  const box = element("section", "panel");
  box.setAttribute("aria-live", "polite");
  const content = element("div");
  const close = element("button", "close");
  close.type = "button";
  close.addEventListener("click", leave);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && current.view.place) leave(event);
  });
  box.append(content, close);
  /** @type {Part["draw"]} */
  const draw = (view, shown) => {
    const place = held.place.get(view.place || "");
    if (!place) origin = null;
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
  const facts = [wording(place.layer.name), wording(place.located)];
  const source = wording(held.titles[place.source]);
  const ends = [
    wording(place.known),
    fileText("panel.located_by", { source }),
    place.code ? fileText("panel.code", { code: place.code }) : "",
    fileText("panel.id", { id: place.id }),
  ];
  return [
    heading(wording(place.name)),
    element("p", "quiet", facts.join(" · ")),
    ...figuresOf(place, shown),
    ...onward(place, shown),
    technical(ends.filter(Boolean).join(" ")),
  ];
}

/** @param {string} name */
function heading(name) {
  const title = element("h2", "", name);
  title.tabIndex = -1; // the keyboard is led to it
  return title;
}

/** What only some readers want, folded.
    @param {string} words */
function technical(words) {
  const fold = element("details", "technical");
  fold.append(element("summary", "", fileText("panel.technical")), element("p", "quiet known", words));
  return fold;
}

/** The way to the next of the places shown.
    @param {HeldPlace} place
    @param {Shown} shown */
function onward(place, shown) {
  const { places, count } = shown;
  if (count < 2) return [];
  const button = element("button", "go onward");
  button.type = "button";
  /** @param {HeldPlace} next */
  const lead = (next) => {
    button.textContent = fileText("panel.next", { name: wording(next.name) }) + " ›";
    button.addEventListener("click", () => goTo(next.id));
  };
  if (many) many.after(/** @type {ManyShown} */ (shown), place).then(lead, () => button.remove());
  else lead(places[(places.findIndex(({ id }) => id === place.id) + 1) % places.length]);
  return [button];
}

/** The figures that concern the place, each scope under its name; of its own those that are shown.
    @param {HeldPlace} place
    @param {Shown} shown
    @returns {Node[]} */
function figuresOf(place, shown) {
  /** @type {Map<string, number>} */
  const marks = new Map();
  const own = place.figures.map(figureOf);
  const chosen = own.filter(({ id }) => shown.figureIds.has(id));
  const parts = chosen.length ? groupedFileFigures(chosen, marks) : [];
  if (own.length > chosen.length) {
    const more = fileText("panel.more_figures", { count: own.length - chosen.length });
    parts.push(element("p", "quiet", more));
  }
  if (!own.length) parts.push(element("p", "quiet", text("no_figures")));
  for (const { kind, name, figures, group } of scopesOf(place, held)) {
    if (kind === "place") continue;
    const known = group ? wording(held.groups[group].known) : "";
    parts.push(element("h3", "", wording(name)), ...(known ? [element("p", "quiet known", known)] : []));
    parts.push(fileFigures(figures.map(figureOf), marks));
  }
  return marks.size ? [...parts, sourcesLine(marks)] : parts;
}
