/* What can be printed as a sheet of A4? The view, its place, a workstream; of a site what it has made. */
import { today } from "../../shared/clipboard.js";
import { element } from "../../shared/element.js";
import { text, wording } from "../../shared/language.js";
import { current } from "../current.js";
import { held } from "../held.js";
import { whole } from "./addresses.js";
import { choose, pick, row, way } from "./controls.js";
import { absolute, madeOf, sharing } from "./here.js";

/** What a sheet is about: what it is called, the view that it is of, and its name on a site.
    @returns {Record<string, { words: string, view: FileView, file: string }>} */
function subjects() {
  const { view } = current;
  const place = held.place.get(view.place || "");
  const about = place ? { place: { words: wording(place.name), view: whole(view, { place: place.id }), file: "place-" + place.id } } : {};
  const streams = held.workstreams.map(({ id, name }) =>
    ["workstream:" + id, { words: wording(name), view: whole(view, { workstreams: [id] }), file: "workstream-" + id }]);
  return { view: { words: text("share.sheet_view"), view, file: "view" }, ...about, ...Object.fromEntries(streams) };
}

/** @returns {Section} */
export function sheet() {
  const { app, sheets } = sharing();
  const open = way(text("share.sheet_open"));
  const all = Object.entries(subjects()).filter(([, { file }]) => app || sheets.includes(file));
  const offered = Object.fromEntries(all);
  const wanted = { of: offered.place ? "place" : all[0][0], paper: "portrait" };
  const update = () => {
    const { view, file } = offered[wanted.of];
    const more = { of: wanted.of.split(":")[0], paper: wanted.paper, on: today() };
    open.href = app ? madeOf("export/sheet.pdf", view, more, true) : absolute(sharing().sheet[view.lang].replace("{name}", file));
  };
  /** @param {Partial<typeof wanted>} changes */
  const change = (changes) => {
    Object.assign(wanted, changes);
    update();
  };
  const names = Object.fromEntries(all.map(([id, { words }]) => [id, words]));
  const papers = { portrait: text("share.portrait"), landscape: text("share.landscape") };
  const paper = app ? [pick(text("share.paper"), papers, wanted.paper, (id) => change({ paper: id }))] : [];
  const note = element("span", "quiet", text("share.sheet_note"));
  return { nodes: [choose(text("share.sheet_of"), names, wanted.of, (of) => change({ of })), ...paper, row(open, note)], update };
}
