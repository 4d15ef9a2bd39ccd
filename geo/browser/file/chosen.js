/* Which figures does a chosen workstream have? All of them beside the map, measure and number a row, each
   under what it covers: as the app has it (pages/shared/beside_map.py). */
import { element, pathIcon } from "../shared/element.js";
import { wording } from "../shared/language.js";
import { contextLine, outsideLink, printed, tinted } from "./figures.js";
import { figureOf, held, many } from "./held.js";
import { goTo } from "./panel.js";
import { fileText } from "./words.js";

/** The figures of each chosen workstream, of the only one where there is no choice; a selected place
    takes their room, and so does the story.
    @returns {Part} */
export function chosenWorkstreams() {
  const box = element("div", "chosen-all");
  /** @type {Part["draw"]} */
  const draw = (view, shown) => {
    const every = held.workstreams;
    const wanted = every.length === 1 ? every : every.filter(({ id }) => view.workstreams.includes(id));
    box.hidden = !wanted.length || Boolean(view.place || view.story);
    box.replaceChildren(...(box.hidden ? [] : wanted.map((stream) => chosen(stream, shown))));
  };
  return { box, draw };
}

/** A workstream's figures that are shown, each under what it covers, that of its first headline first.
    @param {HeldStream} stream
    @param {Shown} shown */
function chosen({ id, name, about, symbol, headlines }, shown) {
  const box = tinted(element("section", "chosen"), id);
  const title = element("h2");
  title.append(pathIcon(symbol), wording(name));
  box.append(title, element("p", "quiet", wording(about)));
  const own = shown.figures.filter(({ workstream }) => workstream === id);
  const first = headlines.filter((key) => shown.figureIds.has(key)).map(figureOf);
  /** @type {Map<string, HeldFigure[]>} */
  const scopes = new Map();
  for (const figure of new Set([...first, ...own])) {
    const scope = scopeOf(figure);
    scopes.set(scope, [...(scopes.get(scope) || []), figure]);
  }
  /** @type {Map<string, HeldFigure[]>} */
  const spots = new Map();
  for (const figures of scopes.values()) box.append(scopeTitle(figures[0]), figureRows(figures, spots));
  box.append(own.length ? spotsLine(spots) : element("p", "quiet", fileText("chosen.none")));
  return box;
}

/** What tells the scope of a figure from others, whose names may be the same.
    @param {HeldFigure} figure */
const scopeOf = (figure) => figure.group ?? (isDistrictWide(figure) ? "" : figure.places[0]);

/** What a figure covers: a place, which can be gone to, a group, or the district.
    @param {HeldFigure} figure */
function scopeTitle(figure) {
  const title = element("h3", "scope");
  const { group, places: [place, ...others], of } = figure;
  if (!group && isDistrictWide(figure)) title.textContent = wording(held.district);
  else if (others.length) title.textContent = wording(of);
  else {
    const button = title.appendChild(element("button", "go", wording(of)));
    button.type = "button";
    button.addEventListener("click", () => goTo(place));
  }
  return title;
}

/** Figures in rows, measure and number each; where one stands in its source has a mark, which `spots`
    gives out and :func:`spotsLine` explains.
    @param {HeldFigure[]} figures
    @param {Map<string, HeldFigure[]>} spots */
function figureRows(figures, spots) {
  const list = element("dl", "figures rows");
  for (const figure of figures) {
    const { source, measure, text: number, locator, context } = figure;
    const spot = source + " " + locator.zh;
    spots.set(spot, [...(spots.get(spot) || []), figure]);
    const mark = [...spots.keys()].indexOf(spot) + 1;
    const box = tinted(element("div", "figure"), figure.workstream);
    const title = element("dt", "", wording(measure) + "\u00a0");
    title.append(element("sup", "", `[${mark}]`));
    const stated = element("dd");
    const said = printed(figure);
    stated.append(element("b", "", wording(number)), ...(said ? [element("span", "quiet", said)] : []), ...context.map(contextLine));
    box.append(title, stated);
    list.append(box);
  }
  return list;
}

/** The sources of rows, each named once with the marked places in it.
    @param {Map<string, HeldFigure[]>} spots */
function spotsLine(spots) {
  /** @type {Map<string, string[]>} */
  const named = new Map();
  [...spots.values()].forEach(([{ source, locator }], at) => {
    const spot = fileText("figure.spot", { mark: at + 1, where: wording(locator) });
    named.set(source, [...(named.get(source) || []), spot]);
  });
  const line = element("p", "quiet sources-line");
  for (const [source, where] of named) {
    const one = element("span");
    const link = outsideLink(held.facts.sources[source].url, wording(held.titles[source]));
    one.append(link, fileText("context.colon") + where.join(fileText("cite.and")));
    line.append(one);
  }
  return line;
}

/** Does a figure say no more than somewhere in the district?
    @param {HeldFigure} figure */
export const isDistrictWide = ({ places }) =>
  !places.some((id) => (many?.tied.get(id) || held.place.get(id))?.named);
