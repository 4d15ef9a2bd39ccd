/* What is suggested for what was typed, and in which order?

   What begins with it, then what has it somewhere, then what has it but for one slip; among equals
   places before workstreams before figures, and the shortest name first. A slip counts only where
   nothing has the text as it was typed. */
import { normalise } from "./normalise.js";

export const MOST = 8;
/** @type {EntryKind[]} */
const KINDS = ["place", "workstream", "figure"];
const [BEGINS, HOLDS, SLIPS, NOT] = [0, 1, 2, 3];
const LATIN = /^[a-z]+$/;
const DIGITS = /^[0-9]+$/;
const LEAST_OF_CODE = 6; // as geo/view/search.py has it
const CHINESE = /^\p{Script=Han}+$/u;
const SHARED = 4; // names of layer and parent end the texts to search in; they lead to no one place

/** Up to eight suggestions {kind, entry}, kind after kind.
    @param {SearchIndex} index
    @param {string} text
    @returns {Suggestion[]} */
export function suggestionsFor(index, text) {
  const typed = normalise(text);
  if (!typed || text.startsWith("id:")) return []; // an id is in no name
  const hits = KINDS.flatMap((kind, at) =>
    index[kind].map((entry) => ({ kind, at, entry, ...hit(entry, typed) })));
  const exact = hits.some(({ rank }) => rank < SLIPS);
  const wanted = hits.filter(({ rank }) => rank < (exact ? SLIPS : NOT));
  wanted.sort((one, two) => one.rank - two.rank || one.at - two.at || one.over - two.over);
  const best = wanted.slice(0, MOST);
  return KINDS.flatMap((kind) => best.filter((found) => found.kind === kind))
    .map(({ kind, entry }) => ({ kind, entry }));
}

/** Whether a text is long enough to look for it among very many places: a Chinese sign, or two
    letters.
    @param {string} text */
export function isWorthAsking(text) {
  const typed = normalise(text);
  return !text.startsWith("id:") && ([...typed].length > 1 || CHINESE.test(typed));
}

/** How well an entry is hit, and how many signs its best key has beyond what was typed.
    @param {Entry} entry
    @param {string} typed */
function hit({ label, keys, inside, initials }, typed) {
  const english = inside && LATIN.test(typed) ? normalise(label.en) : null;
  const found = [
    ...keys.map((key) => ({ rank: rank(key, typed, key !== english), over: key.length - typed.length })),
    ...(inside || []).map((key) => ({
      rank: typed.length > 1 && key.startsWith(typed) ? HOLDS : NOT, over: key.length - typed.length,
    })),
    ...initials.map((key) => ({
      rank: typed.length > 1 && key.startsWith(typed) ? BEGINS : NOT,
      over: key.length - typed.length,
    })),
  ];
  return found.reduce((best, other) =>
    (other.rank - best.rank || other.over - best.over) < 0 ? other : best, { rank: NOT, over: 0 });
}

/** A number is hit from its first digit on, a code from six; English is hit only where a word begins.
    @param {string} key
    @param {string} typed
    @param {boolean} anywhere */
function rank(key, typed, anywhere) {
  if (DIGITS.test(typed)) {
    const isEnough = typed.length >= LEAST_OF_CODE || !DIGITS.test(key) || key.length < LEAST_OF_CODE;
    return key.startsWith(typed) && isEnough ? BEGINS : NOT;
  }
  if (key.startsWith(typed)) return BEGINS;
  if (anywhere && !(LATIN.test(typed) && typed.length < 2) && key.includes(typed)) return HOLDS;
  /** @param {RegExp} sort
      @param {number} least */
  const mayslip = (sort, least) => sort.test(typed) && typed.length >= least && key.length >= least;
  if (mayslip(LATIN, 4) || mayslip(CHINESE, 3)) return slips(key, typed) ? SLIPS : NOT;
  return NOT;
}

/** Whether a key begins with what was typed but for one sign put in, left out, mistaken, or two
    that changed places.
    @param {string} key
    @param {string} typed */
function slips(key, typed) {
  let at = 0;
  while (at < typed.length && key[at] === typed[at]) at += 1;
  /** @param {number} ofTyped
      @param {number} ofKey */
  const goesOn = (ofTyped, ofKey) => key.startsWith(typed.slice(at + ofTyped), at + ofKey);
  const swapped = key[at] === typed[at + 1] && key[at + 1] === typed[at];
  return goesOn(1, 1) || goesOn(1, 0) || goesOn(0, 1) || (swapped && goesOn(2, 2));
}

/** A place of the crowd as geo/served/suggestions.py has the others; its keys are what a search looks in.
    @param {HeldPlace} place
    @returns {Entry} */
export function entryOf({ id, name, layer, parent, search }) {
  /** @param {Lang} lang */
  const both = (lang) => layer.name[lang] + " · " + parent[lang];
  const lines = search.split("\n");
  const keys = lines.filter((line) => !line.startsWith("|")).slice(0, -SHARED).filter(Boolean);
  const initials = lines.filter((line) => line.startsWith("|")).map((line) => line.replaceAll("|", ""));
  return { id, label: name, detail: { zh: both("zh"), en: both("en") }, keys: [...new Set(keys)], initials };
}
