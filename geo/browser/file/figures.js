/* How is a figure shown in the one file? As in the app's panel: as printed, linked to its source, and
   with what puts it in context. */
import { element } from "../shared/element.js";
import { figureList, groupedFigures, listEntry } from "../shared/figure-list.js";
import { wording } from "../shared/language.js";
import { held, lookOf } from "./held.js";
import { fileText } from "./words.js";

/** Words linked to an address if it is one of the web, else the words alone.
    @param {string} url
    @param {string} words */
export function outsideLink(url, words) {
  if (!/^https?:\/\//.test(url)) return element("span", "", words);
  const link = element("a", "", words);
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

/** Gives an element the colour of a workstream, which the style sheet uses.
    @template {HTMLElement} Tinted
    @param {Tinted} node
    @param {string} [workstream] */
export function tinted(node, workstream) {
  node.style.setProperty("--colour", lookOf(workstream).colour);
  return node;
}

/** Figures with what they say in print and where that stands; of their source the number alone, which
    `marks` gives out and :func:`sourcesLine` explains.
    @param {HeldFigure[]} figures
    @param {Map<string, number>} marks */
export const fileFigures = (figures, marks) => figureList(figures, (figure) => {
  const { source, locator, context } = figure;
  if (!marks.has(source)) marks.set(source, marks.size + 1);
  const said = printed(figure);
  const where = [said && said + " · ", wording(locator), "\u00a0", element("sup", "", `[${marks.get(source)}]`)];
  return { where, after: context.map(contextLine) };
});

/** @param {HeldFigure[]} figures
    @param {Map<string, number>} marks */
export const groupedFileFigures = (figures, marks) =>
  groupedFigures(figures, "h3", (some) => fileFigures(some, marks));

/** The sources of lists, each named once.
    @param {Map<string, number>} marks */
export function sourcesLine(marks) {
  const line = element("p", "quiet sources-line");
  for (const [source, mark] of marks) {
    const link = outsideLink(held.facts.sources[source].url, wording(held.titles[source]));
    const named = element("span");
    named.append(`[${mark}]\u00a0`, link);
    line.append(named);
  }
  return line;
}

/** The wording where it says more than the number, called printed only where the source's own text was read.
    @param {HeldFigure} figure */
export function printed({ source, printed: wording }) {
  const isReport = held.facts.sources[source].kind === "report";
  return wording && fileText(isReport ? "figure.as_published" : "figure.as_noted", { wording });
}

/** A derived number beside the figure that it puts in context.
    @param {ContextLine} line */
export function contextLine({ said, text, aside }) {
  const made = element("p", "context");
  made.append(wording(said), " ", element("b", "", wording(text)), " ", element("small", "", wording(aside)));
  return made;
}

/** Derived numbers say how they were computed, and where their terms stand.
    @param {Derived[]} derived */
export function derivedList(derived) {
  const list = element("dl", "figures");
  for (const { workstream, measure, text, formula, sources } of derived) {
    const after = [element("span", "quiet sources", wording(sources))];
    list.appendChild(listEntry(workstream, wording(measure), wording(text), [wording(formula)], after));
  }
  return list;
}
