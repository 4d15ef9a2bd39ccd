/* What stands below the map? What is not on it, sources, gaps. */
import { element } from "../shared/element.js";
import { wording } from "../shared/language.js";
import { isDistrictWide } from "./chosen.js";
import { derivedList, fileFigures, outsideLink, sourcesLine } from "./figures.js";
import { held } from "./held.js";
import { isServed } from "./parts.js";
import { fileText } from "./words.js";

/** For each workstream shown how many figures have a named place, with the rest below. */
export function unplaced() {
  const box = element("section", "unplaced");
  const title = element("h2", "list-title");
  const folds = held.workstreams.map((stream) => ({ stream, ...fold() }));
  box.append(title, ...folds.map(({ details }) => details));
  /** @type {Part["draw"]} */
  const draw = (view, shown) => {
    const loose = shown.figures.filter(isDistrictWide);
    box.hidden = !loose.length;
    title.textContent = fileText("unplaced.title");
    for (const { stream, details, name, content } of folds) {
      const rows = loose.filter(({ workstream }) => workstream === stream.id);
      const [tied, total] = stream.tied;
      details.hidden = !rows.length;
      const said = element("span", "quiet", " " + fileText("unplaced.facts", { tied, total }));
      name.replaceChildren(element("b", "", wording(stream.name)), said);
      /** @type {Map<string, number>} */
      const marks = new Map();
      content.replaceChildren(fileFigures(rows, marks), sourcesLine(marks));
    }
  };
  return { box, draw };
}

function fold() {
  const details = element("details");
  const name = element("summary");
  const content = element("div");
  details.append(name, content);
  return { details, name, content };
}

/** What stands behind the data, each part to be unfolded, after charts that there are.
    @param {Part[]} charts */
export function behind(charts) {
  const box = element("section", "behind");
  /** @type {string | null} */
  let drawn = null;
  const parts = [
    { ...fold(), title: () => fileText("figures.derived"), made: derived },
    { ...fold(), title: () => fileText("sources.title"), made: sources },
    { ...fold(), title: () => fileText("sources.gaps"), made: gaps },
    { ...fold(), title: () => fileText("sources.report"), made: report },
  ];
  box.append(...charts.map((part) => part.box), ...parts.map(({ details }) => details));
  /** @type {Part["draw"]} */
  const draw = (view, shown) => {
    for (const part of charts) part.draw(view, shown);
    const streams = new Set(shown.figures.map(({ workstream }) => workstream));
    const now = [view.lang, ...streams].join();
    if (drawn === now) return; // nothing else here depends on the filter
    drawn = now;
    for (const { details, name, content, title, made } of parts) {
      const nodes = made(streams);
      details.hidden = !nodes.length; // no title above nothing
      name.replaceChildren(element("b", "", title()));
      content.replaceChildren(...nodes);
    }
  };
  return { box, draw };
}

/** @param {string} text */
const note = (text) => element("p", "quiet", text);

/** The derived numbers of the workstreams shown.
    @param {Set<string>} streams */
function derived(streams) {
  const found = held.facts.derived.filter(({ workstream }) => streams.has(workstream));
  return found.length ? [note(fileText("figures.derived_note")), derivedList(found)] : [];
}

function sources() {
  const records = Object.entries(held.facts.sources).map(([id, source]) => record(id, source));
  const licences = element("ul");
  licences.append(...held.facts.licences.map((each) => element("li", "", wording(each))));
  const title = element("h3", "", fileText("sources.licences"));
  return [note(fileText("sources.intro")), ...records, title, licences];
}

/** @param {string} id
    @param {HeldSource} source */
function record(id, source) {
  const box = element("article", "record");
  const title = element("h3");
  title.appendChild(outsideLink(source.url, wording(held.titles[id])));
  const list = element("dl");
  const entries = [
    [fileText("sources.used"), wording(source.used)],
    [fileText("sources.publisher"), wording(source.publisher)],
    [fileText("sources.published"), source.published || fileText("sources.unknown_date")],
    [fileText("sources.check"), wording(source.check)],
    [fileText("sources.licence"), wording(source.licence)],
    [fileText("sources.accuracy"), wording(source.accuracy)],
    [fileText("sources.covers"), source.covers],
    [fileText("sources.id"), id],
  ];
  for (const [name, value] of entries) {
    if (value) list.append(element("dt", "", name), element("dd", "", value));
  }
  // An address is also written out: on paper, and where there is no network, no link helps.
  if (source.url) {
    list.append(element("dt", "", fileText("file.address")), element("dd", "", source.url));
  }
  box.append(title, list);
  return box;
}

function gaps() {
  if (!held.facts.gaps.length) return [];
  const list = element("dl", "figures");
  for (const { what, why } of held.facts.gaps) {
    const entry = element("div", "figure");
    entry.append(element("dt", "", wording(what)), element("dd", "", wording(why)));
    list.appendChild(entry);
  }
  return [list];
}

function report() {
  const { contact } = held.facts;
  const said = contact ? fileText("file.report_contact", { contact }) : fileText("file.report_nobody");
  if (!isServed()) return [note(said)];
  const to = contact ? fileText("sources.report_contact", { contact }) : fileText("sources.report_nobody");
  return [note(fileText("sources.report_how") + to)];
}

/** State of the data, and what covers it. */
export function footer() {
  const box = element("footer");
  const draw = () => {
    const { version } = held.facts;
    const values = { title: wording(held.facts.title), version };
    box.replaceChildren(
      element("p", "", fileText("footer.data", values)),
      note(fileText("footer.note")),
      ...(isServed() ? [] : [note(fileText("file.note"))]),
    );
  };
  return { box, draw };
}
