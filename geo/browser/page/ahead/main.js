/* What is shown once a workstream, a layer, a text or a suggestion is chosen, or while a text is being typed,
   before the server has answered?

   The same answer, found by the code of the light page (shared/filter.js, shared/listing.js; of very
   many places crowd/many.js): map and list follow in the picture after the press, and the run of the
   page's script confirms them. What the run says wins: when it ends, its own list is seen again and
   the map shows its message. Streamlit's elements are its own; so its list is hidden for that long,
   and ours stands there. */
import { ID_PREFIX, clean, lookIn, toldOf } from "../../shared/filter.js";
import { setTexts } from "../../shared/language.js";
import { records } from "../../shared/records.js";
import { state } from "../../shared/state.js";
import { RUN, keyed } from "../../shared/streamlit.js";
import { drawList, endList } from "./list.js";
import { fetchText, map, run, told } from "./page.js";

const CHIP = keyed("workstreams") + " button";
const FIELD = keyed("query") + " input";
const PRESSED = '[aria-checked="true"], [aria-pressed="true"]'; // one of all, or several
const CONFIRMED_MS = 1000; // the map's message comes a little after the run's end
const root = document.documentElement;
/** @type {{ path: string | null, held: Held | null, many: Many | null }} */
let known = { path: null, held: null, many: null };
/** @type {string | null} */
let asked = null; // the last run before a choice that none has answered
let turn = 0; // how many choices there have been: letters are many in one run
let isLed = false;
let isHalf = false; // whether an input method has the letters still
/** @type {string | null} */
let typed = null; // what is being typed, and is looked for by the server once the field is left

/** The facts come when the reader first moves or presses anything; of a crowd that the browser filters
    on its own, its places with them. */
export async function prepare() {
  const { facts: path } = told();
  const seen = map();
  if (!path || !seen?.state.catalogue || known.path === path) return;
  known = { path, held: null, many: null };
  try {
    const { catalogue } = seen.state;
    /** @type {FileFacts} */
    const facts = JSON.parse(await fetchText(path));
    const index = catalogue.crowd ? seen.crowd?.shown.index : null;
    const pieces = facts.tied || !index ? [] : index.pieces.paths;
    const read = new Map(await Promise.all(pieces.map(async (piece) =>
      /** @type {[string, any]} */ ([piece, await seen.host.fetchData(piece)]))));
    if (known.path !== path) return; // another package was opened meanwhile
    keep(seen, facts, read.set(catalogue.crowd || "", index));
    if (asked !== null) show();
  } catch (/** @type {any} */ fault) {
    console.info("the run alone answers:", fault.message);
    known.path = null; // the next try may succeed
  }
}

/** @param {NonNullable<Window["oneMap"]>} seen
    @param {FileFacts} facts
    @param {Map<string, any>} read what the files of the crowd hold, by their paths */
function keep({ crowd, state: { catalogue, places } }, facts, read) {
  /** @param {string} path */
  const drawn = (path) => ({ features: [...places.values()].filter(({ layer }) => layer.url === path) });
  const held = records(facts, catalogue, (path) => read.get(path) || drawn(path));
  const { shown } = told();
  known.held = held;
  known.many = facts.tied && crowd && shown ? crowd.manyPlaces(held, { shown }) : null;
}

/** The view that the chips, the map and the address say; where the page was led to, the address alone.
    @param {Held} held
    @param {State} seen
    @returns {AheadView} */
function chosen({ workstreams }, { layers, place }) {
  const stated = new URLSearchParams(location.search);
  const query = typed ?? clean(stated.get("q") || "");
  if (isLed) {
    const named = (stated.get("w") || "").split(",");
    const found = workstreams.map(({ id }) => id).filter((id) => named.includes(id));
    return { workstreams: found, layers: stated.has("l") ? layers : null, query, place: stated.get("place") };
  }
  const chips = [...document.querySelectorAll(CHIP)];
  const pressed = workstreams.map(({ id }) => id).filter((_, at) => chips[at]?.matches(PRESSED));
  return { workstreams: pressed.length === workstreams.length ? [] : pressed, layers, query, place };
}

/** What a view shows; null while the app is asked what of very many places a text finds, after which
    it is shown.
    @param {AheadView} view
    @param {Held} held */
function look(view, held) {
  if (!known.many) return lookIn(view, held);
  const whole = { ...view, lang: state.lang, base: null, centre: null };
  return known.many.look(whole, showAsked);
}

const showAsked = () => (asked === null ? undefined : show());

async function show() {
  const { lang = "zh", list: words = "{}" } = told();
  const seen = map();
  const { held, many } = known;
  if (!seen || !held || !document.querySelector(CHIP)) return;
  state.lang = lang;
  setTexts({ [lang]: JSON.parse(words) });
  const view = chosen(held, seen.state);
  if (many && view.place && !seen.state.places.has(view.place) && !held.place.has(view.place)) {
    const mine = turn;
    await many.meetId(view.place, () => {}); // the run says what there is to say where it does not come
    if (asked === null || turn !== mine) return;
  }
  const shown = look(view, held);
  if (!shown) return;
  if (view.place !== null && !shown.has(view.place)) view.place = null;
  seen.ahead(toldOf(view, shown, held));
  const now = turn;
  drawList(view, shown, { held, many }, () => asked !== null && turn === now);
}

/** @param {{ led: boolean, since: string }} choice whether the page went to a link, which says all; and
        the run before it */
export function ask({ led, since }) {
  isLed = led;
  if (led) typed = null;
  asked = since;
  turn += 1;
  prepare();
  requestAnimationFrame(() => { // Streamlit's chips have followed the press by then
    follow();
    showAsked();
  });
}

/** Streamlit's own list is seen again, and so is the map's message.
    @param {number} wait until that has come */
function confirm(wait) {
  asked = typed = null;
  endList();
  setTimeout(() => {
    if (asked === null) map()?.ahead({});
    else show(); // over the message of the run before
  }, wait);
}

/** Letters are answered as they come, as in the light page; of an input method nobody looks for half a
    word. The server, which would draw the field anew under the reader's hands, hears of the text when the
    field is left.
    @param {{ target: any, isComposing?: boolean }} event */
function onTyped({ target, isComposing = false }) {
  isHalf = isComposing;
  if (isHalf || !target?.matches(FIELD)) return;
  const text = clean(target.value);
  const stated = new URLSearchParams(location.search).get("q") || "";
  if (text !== (stated.startsWith(ID_PREFIX) ? "" : clean(stated))) {
    typed = text;
    ask({ led: false, since: run() });
  } else if (typed !== null) confirm(0); // as it was
}

const typedBefore = () => onTyped({ target: document.activeElement, isComposing: isHalf });

/* A quick run may begin and end between two pictures, and its state is never seen. */
function follow() {
  if (asked === null || asked === run()) return;
  if (document.querySelector(`[${RUN}=notRunning]`)) {
    confirm(CONFIRMED_MS);
    typedBefore(); // what was typed meanwhile is not in that answer
  }
}

for (const kind of ["input", "compositionend"]) addEventListener(kind, onTyped);
new MutationObserver(follow).observe(root, { attributeFilter: [RUN], childList: true, subtree: true });
typedBefore(); // what was typed before this had come
