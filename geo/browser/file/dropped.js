/* What went with a change that was not meant to go, and what brings it back? By the rule of
   geo/view/settled.py, in the words of pages/shared/frame.py.

   What is typed in the search field is not among it: whoever takes what is suggested typed it for that. */
import { element, giveRole, nameNode } from "../shared/element.js";
import { text, wording } from "../shared/language.js";
import { isId } from "../shared/listing.js";
import { UNFILTERED, change } from "./current.js";
import { held } from "./held.js";
import { fileText } from "./words.js";

/** @type {Dropped | null} */
let lost = null;

/** What of a view can be lost or be new, where it is stated at all, as texts to compare.
    @param {FileView} view */
function stated({ workstreams, layers, query, place }) {
  /** @type {[string, unknown][]} */
  const all = [["w", workstreams.length && workstreams], ["l", layers], ["q", query], ["place", place]];
  return new Map(all.filter(([, value]) => value).map(([name, value]) => [name, JSON.stringify(value)]));
}

/** @param {FileView} one
    @param {FileView} two */
const isSame = (one, two) => JSON.stringify([...stated(one)]) === JSON.stringify([...stated(two)]);

/** What a reader's change took with it; null where all went that was meant to go.
    @param {FileView} before
    @param {FileView} wanted as the reader changed it
    @param {FileView} now without a place that its filter hides
    @returns {Dropped | null} */
export function droppedBy(before, wanted, now) {
  const [had, has] = [stated(before), stated(now)];
  // Who lifts a filter or leaves a place, and chooses nothing in its stead, means to.
  if (![...has].every(([name, value]) => had.get(name) === value)) {
    const query = isId(before.query) ? before.query : "";
    const names = [...had.keys()].filter((name) => (name !== "q" || query) && !has.has(name));
    const isHidden = names.join() === "place" && wanted.place === before.place;
    if (isHidden) return { cause: "hidden", names, before };
    if (names.length) return { cause: "found", names, before: { ...before, query } };
  }
  return null;
}

/** The place that a link names and hides by its own filter; the way back lifts that.
    @param {FileView} wanted as the link states the view
    @param {FileView} now
    @returns {Dropped | null} */
function hiddenByLink(wanted, now) {
  if (wanted.place === now.place) return null;
  return { cause: "link", names: ["place"], before: { ...wanted, ...(wanted.story && { story: null }), ...UNFILTERED } };
}

/** Keeps what the change to `now` took with it, until something else is chosen.
    @param {FileView | null} before null where a link was opened
    @param {FileView} wanted
    @param {FileView} now
    @param {Shown} shown */
export function followDropped(before, wanted, now, shown) {
  if (!before) lost = hiddenByLink(wanted, now);
  else if (now.story && before.story !== now.story) lost = null; // a step begins with nothing selected
  else if (!isSame(before, now)) {
    const isUndone = lost && isSame(lost.before, now);
    lost = isUndone ? null : droppedBy(before, wanted, now) || stillHidden(before, now, shown);
  }
}

/** Who types goes on to, and each sign is a change: what the first hid stays said as long as it is so.
    @param {FileView} before
    @param {FileView} now
    @param {Shown} shown */
function stillHidden(before, now, shown) {
  const isTyping = isSame({ ...before, query: now.query }, now);
  return lost?.cause === "hidden" && isTyping && !shown.has(lost.before.place || "") ? lost : null;
}

/** @param {Dropped} dropped */
function wordsOf({ cause, names, before }) {
  const comma = text("comma");
  const chosen = held.workstreams.filter(({ id }) => before.workstreams.includes(id));
  const place = held.place.get(before.place || "");
  /** @type {Record<string, () => string>} */
  const named = {
    w: () => fileText("dropped.w", { names: chosen.map(({ name }) => wording(name)).join(comma) }),
    l: () => fileText("dropped.l"),
    q: () => fileText("dropped.figure"),
    place: () => (place ? fileText("dropped.place", { name: wording(place.name) }) : ""),
  };
  const parts = names.map((name) => named[name]()).filter(Boolean).join(comma);
  return fileText("dropped." + cause, { parts });
}

/** @param {string} className
    @param {string} words
    @param {() => void} act
    @param {Element | null} from where the keyboard was, and goes back to */
function endButton(className, words, act, from) {
  const made = element("button", className, words);
  made.type = "button";
  made.addEventListener("click", ({ detail }) => {
    act();
    if (!detail && from instanceof HTMLElement) from.focus({ preventScroll: true }); // not by a pointer
  });
  return made;
}

/** Over the page, so that nothing moves when it comes or goes.
    @returns {Part} */
export function droppedNotice() {
  const box = element("div");
  giveRole(box, "status");
  /** @type {Dropped | null} */
  let said = null;
  let words = "";
  const draw = () => {
    const now = lost ? wordsOf(lost) : "";
    if (said === lost && words === now) return; // read aloud once
    [said, words] = [lost, now];
    box.replaceChildren(...(lost ? [notice(lost, words)] : []));
  };
  /** @param {Dropped} dropped
      @param {string} said */
  const notice = ({ cause, before: { story, workstreams, layers, query, place } }, said) => {
    const shown = element("div", "dropped");
    const from = document.activeElement;
    const back = () => change({ story, workstreams, layers, query, place });
    const close = () => {
      lost = null;
      draw();
    };
    const cross = endButton("close", "×", close, from);
    nameNode(cross, text("close"));
    shown.append(element("p", "", said), endButton("go", fileText(cause === "link" ? "dropped.show" : "dropped.back"), back, from), cross);
    return shown;
  };
  return { box, draw };
}
