/* How is the year told beside a map that others frame? Step by step, as pages/shared/story.py tells it
   in the app: a card of large type, and the map with what it tells of. */
import { element, symbol } from "../../shared/element.js";
import { change } from "../current.js";
import { outsideLink, tinted } from "../figures.js";

/** Tells a step, with nothing selected yet.
    @param {string} id */
const tell = (id) => change({ story: id, place: null });

/** @param {Story} story
    @returns {Part} */
export function storyCard({ words, steps }) {
  const box = element("div", "story");
  const head = element("div", "story-head");
  const said = element("section", "story-said");
  said.setAttribute("aria-live", "polite");
  const rest = element("section", "story-rest");
  const bar = steps.map(stepButton);
  const order = element("div", "story-steps");
  order.append(...bar);
  const [back, on] = [turn(words.previous), turn(words.next)];
  const turning = element("div", "story-turning");
  turning.append(back, on);
  head.append(order, turning, said);
  box.append(head, rest);
  let at = -1;
  /** @param {number} to */
  const goTo = (to) => steps[to] && tell(steps[to].id);
  back.addEventListener("click", () => goTo(at - 1));
  on.addEventListener("click", () => goTo((at + 1) % steps.length));
  followArrows(head, { ArrowLeft: back, ArrowRight: on });
  /** @type {Part["draw"]} */
  const draw = ({ story }) => {
    const now = steps.findIndex(({ id }) => id === story);
    if (now === at && said.hasChildNodes()) return; // read aloud once
    at = now;
    bar.forEach((button, place) => button.setAttribute("aria-current", place === at ? "step" : "false"));
    if (at <= 0 && document.activeElement === back) on.focus({ preventScroll: true });
    back.disabled = at <= 0;
    on.textContent = at < 0 ? words.begin : at + 1 < steps.length ? words.next + " →" : words.first;
    tinted(box, steps[at]?.workstream || "");
    box.classList.toggle("story-edge", !steps[at]?.workstream);
    said.replaceChildren(...(steps[at] ? headOf(steps[at]) : []));
    rest.replaceChildren(...(steps[at] ? restOf(steps[at], words) : []));
    box.parentElement?.scrollTo(0, 0);
  };
  return { box, draw };
}

/** @param {Step} step
    @param {number} at */
function stepButton({ id, name, workstream }, at) {
  const button = tinted(element("button"), workstream || "");
  button.type = "button";
  button.append(element("span", "", at + 1 + " " + name));
  button.title = name;
  button.addEventListener("click", () => tell(id));
  return button;
}

/** @param {string} words */
function turn(words) {
  const button = element("button", "", words);
  button.type = "button";
  return button;
}

/** Only where the arrows mean nothing else: on the page itself, or on the buttons of the story.
    @param {HTMLElement} head
    @param {Record<string, HTMLButtonElement>} turns */
function followArrows(head, turns) {
  document.addEventListener("keydown", (event) => {
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const { target } = event;
    const isFree = target === document.body || (target instanceof Element && (head.contains(target) || target.matches(".later")));
    if (!Object.hasOwn(turns, event.key) || !isPlain || !isFree) return;
    event.preventDefault();
    turns[event.key].click();
  });
}

/** @param {Step} step */
function headOf({ count, workstream, title, said, headline }) {
  const name = element("h2");
  name.append(...(workstream ? [symbol(workstream, true)] : []), title);
  const lead = element("p", "story-lead");
  lead.append(...said.map(([words, isNumber]) => (isNumber ? element("b", "", words) : words)));
  return [element("p", "story-count", count), name, lead, ...(headline ? [headlineOf(headline)] : [])];
}

/** @param {Tile} tile */
function headlineOf({ measure, number, said }) {
  const made = element("p", "story-headline");
  made.append(element("b", "", number), element("span", "", measure), element("small", "", said));
  return made;
}

/** What stands below: charts, figures, derived numbers, sources; at the end what is not known.
    @param {Step} step
    @param {Record<string, string>} words */
function restOf({ charts, tiles, derived, more, sources, gaps, links }, words) {
  /** @type {Tile[]} */
  const unknown = gaps.map(([measure, said]) => ({ measure, said, number: "" }));
  return [
    ...listed(element("div", "pictures"), charts.map(chart)),
    ...listed(element("p", "links"), links.map(([said, address]) => elsewhere(said, address))),
    ...tileList(tiles),
    ...tileList(derived, words.derived),
    ...tileList(unknown, words.gaps),
    ...(more ? [element("p", "quiet", more)] : []),
    ...listed(element("p", "quiet", words.sources), sources.flatMap(([title, url], at) =>
      [(at ? " " : "") + (sources.length > 1 ? "[" + (at + 1) + "] " : ""), outsideLink(url, title)])),
  ];
}

/** A list of nothing is none.
    @param {HTMLElement} box
    @param {(Node | string)[]} items */
function listed(box, items) {
  box.append(...items);
  return items.length ? [box] : [];
}

/** @param {[string, string]} chart */
export function chart([address, words]) {
  const picture = element("img");
  picture.alt = words;
  picture.width = 360;
  picture.src = address;
  return picture;
}

/** A frame shows the map alone: every other page of ours opens beside it.
    @param {string} words
    @param {string} address */
function elsewhere(words, address) {
  const link = element("a", "", words);
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener";
  return link;
}

/** @param {Tile[]} tiles
    @param {string} [title] */
function tileList(tiles, title) {
  const list = element("dl");
  const items = tiles.map(({ measure, number, said }) => {
    const item = element("div");
    const told = element("dd");
    if (number) told.append(element("b", "", number));
    told.append(element("small", "", said));
    item.append(element("dt", "", measure), told);
    return item;
  });
  return [...(title && tiles.length ? [element("h3", "", title)] : []), ...listed(list, items)];
}
