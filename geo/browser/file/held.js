/* What does the explorer know?

   The payload of the live app, part by part, and the facts beside it (geo/served/facts.py). The map
   reads its part through its host, as it does everywhere. */
import { lookIn } from "../shared/filter.js";
import { records } from "../shared/records.js";
import { state } from "../shared/state.js";
import { opening, part } from "./parts.js";

/** @type {Held} */
export let held = /** @type {any} */ (null);
/** What there is besides where the places are too many to be held.
    @type {Many | null} */
export let many = null;

/** Reads what there is to know; everything else here comes after that.
    @param {(held: Held) => Promise<Many>} begin what else there is of very many places */
export async function open(begin) {
  const { facts, message } = opening;
  /** @type {Map<string, any>} */
  const known = new Map();
  /** @param {(string | null | undefined)[]} paths */
  const read = (paths) => Promise.all(paths.map(async (path) => path && known.set(path, await part(path))));
  await read([facts, message.catalogue]);
  /** @type {Catalogue} */
  const catalogue = known.get(message.catalogue);
  await read([...catalogue.layers.map(({ url }) => url), catalogue.crowd]);
  if (catalogue.crowd && !opening.asked) await read(known.get(catalogue.crowd).pieces.paths);
  state.catalogue = catalogue; // lists are drawn before the map has read it
  held = records(known.get(facts), catalogue, (path) => known.get(path));
  if (opening.asked) many = await begin(held);
}

/** What a view shows; null while the app is asked, after which `again` is called.
    @param {FileView} view
    @param {() => void} [again]
    @returns {Shown | null} */
export const look = (view, again) => (many ? many.look(view, again) : lookIn(view, held));

/** A figure that the file names itself, so that it is there.
    @param {string} id */
export const figureOf = (id) => /** @type {HeldFigure} */ (held.figure.get(id));

/** @param {string} [workstream] */
export const lookOf = (workstream) =>
  held.workstreams.find(({ id }) => id === workstream) || held.neutral;
