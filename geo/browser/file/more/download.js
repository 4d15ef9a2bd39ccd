/* How are the data taken away? What is shown or all of it, in the form that is of use
   (geo/export/formats.py). */
import { element } from "../../shared/element.js";
import { filled, text } from "../../shared/language.js";
import { current } from "../current.js";
import { held } from "../held.js";
import { whole } from "./addresses.js";
import { choose, field, pick, row, way } from "./controls.js";
import { absolute, madeOf, sharing } from "./here.js";

/** @returns {Section} */
export function download() {
  const { app, formats, files } = sharing();
  const { figures: { length: figures }, count: places } = current.shown;
  const isAll = figures === held.figures.length && places === held.total;
  const wanted = { format: formats[0].name, extent: app && !isAll ? "shown" : "all", datum: "wgs84" };
  const open = way(text("download.button"));
  const about = element("span", "quiet");
  const [address, service] = [field(text("download.address")), field(text("download.service"))];
  const note = element("p", "quiet", text("download.service_note"));
  const tooMany = element("p");
  const datum = choose(text("download.datum"), datums(), wanted.datum, (id) => change({ datum: id }));
  const update = () => {
    const { name, about: words, most, whole: isWhole, datum: hasDatum, gis } = /** @type {Format} */ (
      formats.find((format) => format.name === wanted.format));
    const { view } = current;
    const asked = wanted.extent === "all" ? whole(view) : { ...view, place: null };
    /** @type {Record<string, string>} */
    const more = hasDatum ? { datum: wanted.datum } : {};
    const to = app ? madeOf("export/" + name, asked, more) : absolute(files[view.lang][name]);
    const count = isWhole || wanted.extent === "all" ? held.total : places;
    const isMuch = most !== null && count > most;
    open.href = address.control.value = to;
    open.hidden = address.box.hidden = isMuch;
    tooMany.hidden = !isMuch;
    if (isMuch) tooMany.textContent = filled("download.too_many", { places: count, most });
    about.textContent = text("download.about_" + words);
    datum.hidden = !hasDatum || !app;
    service.box.hidden = note.hidden = !gis || !app;
    service.control.value = absolute(app + "api/");
  };
  /** @param {Partial<typeof wanted>} changes */
  const change = (changes) => {
    Object.assign(wanted, changes);
    update();
  };
  const labels = Object.fromEntries(formats.map(({ name, label }) => [name, label]));
  const extents = {
    shown: filled("download.shown", { count: figures, places }),
    all: filled("download.all", { count: held.figures.length, places: held.total }),
  };
  const extent = app && !isAll ? [pick(text("download.extent"), extents, wanted.extent, (id) => change({ extent: id }))] : [];
  const format = pick(text("download.format"), labels, wanted.format, (id) => change({ format: id }));
  return { nodes: [...extent, format, datum, row(open, about), tooMany, address.box, service.box, note], update };
}

const datums = () => ({
  wgs84: text("download.wgs84"),
  cgcs2000: text("download.cgcs2000"),
  gcj02: text("download.gcj02"),
});
