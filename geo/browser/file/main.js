/* How does it all begin, and what does a change do?

   One view is the truth: every change goes into it, and page, map and address follow it. The map
   is told by the messages that it gets from Python in the live app. */
import { setRoom } from "../map/room.js";
import { receive, start } from "../map/start.js";
import { element, giveRole } from "../shared/element.js";
import { on } from "../shared/events.js";
import { useHost } from "../shared/host.js";
import { setTexts, text, wording } from "../shared/language.js";
import { state } from "../shared/state.js";
import { placeIn, readAddress, statedView } from "./address.js";
import { behind, footer, unplaced } from "./around.js";
import { chosenWorkstreams } from "./chosen.js";
import { clearButton, languageChoice, namedSearch, searchField, workstreamChoice } from "./choices.js";
import { current, isStep, whole, writeAddress } from "./current.js";
import { leadsToFile } from "./disk.js";
import { droppedNotice, followDropped } from "./dropped.js";
import { embeddingNow, sourceLine } from "./embedded.js";
import { fileHost, ofMany } from "./file-host.js";
import { suggestions } from "./find.js";
import { held, look, many, open } from "./held.js";
import { bring, bringWhenIdle, charts, laterButtons, tour } from "./later.js";
import { messageOf } from "./message.js";
import { keepForLater } from "./offline.js";
import { fullHeader, lead, tiles } from "./full.js";
import { followReader, isHeld, outer } from "./outer.js";
import { isServed, opening, readOpening } from "./parts.js";
import { placePanel } from "./panel.js";
import { placesList } from "./places.js";
import { fileText } from "./words.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
let opened = 0; // addresses, the first among them
let moved = 0; // how many addresses were opened after the first
/** @type {Part[]} */
let parts = []; // all of the page that follows the view

/** Folds a change into the view; a place that is hidden now is selected no longer.
    @param {Partial<FileView>} changes
    @param {FileView | null} before the view that a reader's change began with; null where a link is opened */
function show(changes, before) {
  const wanted = whole({ ...current.view, ...changes });
  const shown = look(wanted, () => show({}, before));
  current.view = wanted;
  if (!shown) return; // asked of the app
  const isHidden = wanted.place && !shown.has(wanted.place);
  if (isHidden) current.view = { ...wanted, place: null };
  current.shown = shown;
  followDropped(before, wanted, current.view, shown);
  writeAddress(isStep(before, current.view)); // before the map tells of a place that it lets go of
  if (before) says([]);
  const told = { ...opening.message, ...framed(), data: opening.data, moved, seen: state.serial };
  const message = messageOf(current.view, shown, held, told);
  receive(btoa(JSON.stringify(message))); // ASCII alone
  draw();
  document.title = wording(opening.pageTitle);
  if (isHeld()) nameOuter();
}

function draw() {
  for (const part of parts) part.draw(current.view, current.shown);
}

/** The page around is the one whose title and language a reader meets. */
function nameOuter() {
  const { document: page } = outer();
  page.title = document.title;
  page.documentElement.lang = state.lang === "en" ? "en" : "zh-CN";
}

/** What an embedded map is told besides. */
function framed() {
  const frame = embeddingNow();
  return frame ? { legend: frame.parts.includes("legend"), locked: frame.isLocked } : {};
}

/** Opens the view that the address states. */
async function openAddress() {
  const { search, hash } = outer().location;
  const stated = statedView({ search, hash: isHeld() ? "" : hash }, isServed()); // Streamlit reads no hash
  const mine = ++opened;
  if (many) await many.meetId(placeIn(stated, held, opening), openAddress);
  if (mine !== opened) return; // another was opened meanwhile
  const { view, ignored, version } = readAddress(stated, held, opening);
  show(view, null);
  const unreadable = ignored.includes("q") && !view.query;
  const named = ignored.filter((name) => !(unreadable && name === "q"));
  const lines = unreadable ? [fileText("link.unreadable")] : [];
  if (version) lines.push(fileText("file.other_version", { stated: version, version: held.facts.version }));
  if (named.length) lines.push(fileText("link.ignored", { parts: partNames(named) }));
  says(lines);
}

/** What a link said that is not understood, until the reader chooses something.
    @param {string[]} lines */
function says(lines) {
  const said = /** @type {HTMLElement} */ (document.querySelector(".ignored"));
  said.hidden = !lines.length;
  said.textContent = lines.join(" ");
}

/** @param {string[]} names */
const partNames = (names) => names.map((name) => fileText("link.part." + name)).join(text("comma"));

function header() {
  const box = element("header");
  const title = element("h1");
  const language = languageChoice();
  const later = laterButtons();
  box.append(title, ...later.map((part) => part.box), language.box);
  /** @type {Part["draw"]} */
  const draw = (view, shown) => {
    const about = element("small", "", fileText("app.title"));
    title.replaceChildren(wording(held.facts.title) + " ", about);
    for (const part of later) part.draw(view, shown);
    language.draw(view);
  };
  return { box, draw };
}

/** @param {string} className
    @param {Part[]} made
    @returns {Part} */
function group(className, made) {
  const box = element("div", className);
  box.append(...made.map((part) => part.box));
  return { box, draw: (view, shown) => made.forEach((part) => part.draw(view, shown)) };
}

/** @param {More | null} more */
function build(more) {
  const map = element("div", "map");
  const ignored = element("p", "ignored hint");
  ignored.hidden = true;
  giveRole(ignored, "status");
  /** @param {HTMLElement} box
      @returns {Part} */
  const still = (box) => ({ box, draw: () => {} });
  const row = group("search-row", [searchField(), namedSearch(), clearButton()]);
  const side = () => [placePanel(), chosenWorkstreams(), placesList()];
  /** @param {Part[][]} made */
  const beside = (...made) => (made.flat().length ? [group("side", made.flat())] : []);
  const frame = embeddingNow();
  const isTold = frame && opening.tour?.steps.includes(frame.story); // a site has one page for all its links
  const story = more && opening.story ? [more.storyCard(opening.story)] : isTold ? [tour()] : [];
  /** @param {string} part
      @param {() => Part[]} made */
  const asked = (part, made) => (frame?.parts.includes(part) ? made() : []);
  document.documentElement.classList.toggle("embed", Boolean(frame));
  parts = frame ? [
    still(ignored),
    ...(story.length ? [] : asked("search", () => [workstreamChoice(), row])),
    group("explorer", [still(map), ...beside(story, asked("panel", side))]),
    sourceLine(),
  ] : [
    isHeld() ? fullHeader() : header(),
    still(ignored),
    lead(),
    tiles(),
    group("explorer", [still(map), group("side", [...(opening.tour ? [tour()] : []), row, ...side()])]),
    unplaced(),
    behind(opening.tour ? [charts()] : []),
    footer(),
  ];
  const main = element("main");
  main.append(...parts.map((part) => part.box));
  const said = document.querySelector("main"); // what the page says before there is a map
  if (said) said.replaceWith(main);
  else document.body.appendChild(main);
  const notice = droppedNotice();
  parts.push(notice);
  document.body.appendChild(notice.box);
  return map;
}

function followTheme() {
  document.documentElement.dataset.theme = dark.matches ? "dark" : "light";
}

/** Sources and gaps are printed too; the figures are, as a list that the map adds. */
function unfold() {
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const found = document.querySelectorAll(".behind details:not([open])");
  for (const details of found) details.open = true;
  const back = () => found.forEach((details) => { details.open = false; });
  addEventListener("afterprint", back, { once: true });
}

/** Called once by the page, with the app's texts, and the file of the crowd's script.
    @param {Record<string, Record<string, string>>} words
    @param {string} file */
export async function begin(words, file) {
  setTexts(words);
  setRoom(file);
  readOpening();
  if (opening.lang) state.lang = opening.lang;
  if (leadsToFile()) return;
  followTheme();
  document.documentElement.classList.toggle("full", isHeld());
  /** @type {More | null} */
  let more;
  try {
    [more] = await Promise.all([opening.story ? bring() : null, open(ofMany)]);
  } catch (fault) {
    console.warn("the data did not load:", /** @type {Error} */ (fault).message);
    sayFailed();
    return;
  }
  useHost(fileHost());
  followReader();
  on("change", (changes) => show(changes, current.view));
  dark.addEventListener("change", followTheme);
  addEventListener("beforeprint", unfold);
  const still = { zoomSnap: 0.25, zoomControl: false, attributionControl: false, fadeAnimation: false };
  start(L.map(build(more), { center: [0, 0], zoom: 3, ...still }));
  suggestions();
  many?.drawn.then(draw); // the map has read the areas that words name
  keepForLater();
  openAddress();
  bringWhenIdle();
  const follow = () => {
    moved += 1;
    openAddress();
  };
  addEventListener("hashchange", follow);
  outer().addEventListener("popstate", () => {
    const { hash, search } = outer().location;
    if (isHeld() ? search !== outer().oneMapLight : !hash) follow();
  });
}

/* What the page says in words stays; that there is no map yet, and how to ask again, is said above it. */
function sayFailed() {
  const note = element("p", "failed");
  giveRole(note, "alert");
  const again = element("button", "", text("calm.again"));
  again.type = "button";
  again.addEventListener("click", () => location.reload());
  note.append(text("failed") + " ", again);
  document.body.prepend(note);
}

export { nodeFor } from "../map/places.js";
export { arrived } from "./later.js";
export { change } from "./current.js";
export { origin } from "./panel.js";
export { selectPlace } from "../map/select.js";
export { isShown, room as crowd } from "../shared/crowd.js";
export { state } from "../shared/state.js";
