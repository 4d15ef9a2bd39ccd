/* What stands above the map? The year in a sentence and a tile a workstream, and where the full page takes
   the place of this one its top besides, so that the map lies where it will lie (styles/file/full.css).

   What the full page alone can do is done by it as soon as it is there: a press is kept until then
   (page/carry-over.js). */
import { element, nameNode, pathIcon } from "../shared/element.js";
import { on } from "../shared/events.js";
import { formatNumber, wording } from "../shared/language.js";
import { state } from "../shared/state.js";
import { languageChoice, workstreamRow } from "./choices.js";
import { current } from "./current.js";
import { tinted } from "./figures.js";
import { figureOf, held } from "./held.js";
import { laterButtons } from "./later.js";
import { outer, stated } from "./outer.js";
import { opening } from "./parts.js";
import { fileText } from "./words.js";

/** The name in full, the pages, other packages, what the full page can do, and the language.
    @returns {Part} */
export function fullHeader() {
  const box = element("header");
  const title = element("h1");
  const language = languageChoice();
  const parts = [pages(), ...packageChoice(), ...laterButtons()];
  box.append(title, ...parts.map((part) => part.box), language.box);
  /** @type {Part["draw"]} */
  const draw = (view, shown) => {
    title.textContent = fileText("map_title", { title: wording(held.facts.title), app: fileText("app.title") });
    for (const part of parts) part.draw(view, shown);
    language.draw(view);
  };
  return { box, draw };
}

/** Links to the app's pages, each with what is shown now.
    @returns {Part} */
function pages() {
  const box = element("nav", "pages");
  const links = stated().pages.map((path) => {
    const link = element("a");
    link.target = "_top";
    return { path, link };
  });
  box.append(...links.map(({ link }) => link));
  links[0]?.link.setAttribute("aria-current", "page");
  const follow = () => {
    for (const { path, link } of links) link.href = opening.home + path + outer().location.search;
  };
  on("address", follow);
  const draw = () => {
    for (const { path, link } of links) link.textContent = fileText("page." + (path || "map"));
  };
  return { box, draw };
}

/** The other packages, where there are any.
    @returns {Part[]} */
function packageChoice() {
  const { packages } = stated();
  if (packages.length < 2) return [];
  const box = element("select", "packages");
  const options = packages.map(([id, title]) => {
    const option = box.appendChild(element("option"));
    option.value = id;
    return { option, title };
  });
  box.addEventListener("change", () => {
    const to = `?data=${encodeURIComponent(box.value)}&lang=${current.view.lang}`;
    outer().location.assign(new URL(to, outer().location.href).href);
  });
  const draw = () => {
    nameNode(box, fileText("package.label"));
    for (const { option, title } of options) option.textContent = wording(title);
    box.value = opening.package;
  };
  return [{ box, draw }];
}

/** The sentence in its parts, of which a narrow page leaves out the last.
    @returns {Part} */
export function lead() {
  const box = element("p", "lead");
  const draw = () => {
    const parts = held.facts.sentence[state.lang].map(([words, clause, isNumber]) =>
      element(isNumber ? "b" : "span", clause ? "clause-" + clause : "", words));
    box.replaceChildren(...parts, " ", element("span", "lead-note quiet", wording(held.facts.note)));
    box.hidden = !parts.length;
  };
  return { box, draw };
}

/** A tile a workstream: its name, its first headline figure, and what that is about.
    @returns {Part} */
export function tiles() {
  const row = workstreamRow("tiles");
  for (const { id, symbol } of held.workstreams) tinted(row.button(id), id).append(pathIcon(symbol), element("span"));
  row.box.addEventListener("focusin", ({ target }) => {
    const tile = /** @type {HTMLElement} */ (target);
    if (tile.matches(":focus-visible")) bringIntoSight(row.box, tile); // a pointer's must not move from under it
  });
  /** @type {string | undefined} */
  let chosen;
  /** @type {Part["draw"]} */
  const draw = (view, shown) => {
    row.draw(fileText("filter.workstreams"), (id) => view.workstreams.includes(id));
    for (const { id, name, headlines } of held.workstreams) {
      const figure = headlines.length ? figureOf(headlines[0]) : null;
      const about = figure ? wording(figure.measure) : fileText("tile.waits");
      const found = fileText("tile.found", { count: formatNumber(shown.offered.get(id) || 0) });
      const said = row.button(id).children[1];
      said.replaceChildren(
        wording(name) + " ",
        ...(figure ? [element("strong", "", wording(figure.text)), " "] : []),
        element("em", "", view.query ? found : about),
      );
    }
    const [first] = view.workstreams;
    if (first && first !== chosen) bringIntoSight(row.box, row.button(first)); // a link's own may lie beyond the edge
    chosen = first;
  };
  return { box: row.box, draw };
}

/** Scrolls the row, and nothing else, until all of a tile is seen and a little of what stands beside it.
    @param {HTMLElement} box
    @param {HTMLElement} tile */
function bringIntoSight(box, tile) {
  const [row, own] = [box, tile].map((each) => each.getBoundingClientRect());
  const beside = 40;
  if (own.left < row.left) box.scrollLeft += own.left - row.left - beside;
  else if (own.right > row.right) box.scrollLeft += own.right - row.right + beside;
}
