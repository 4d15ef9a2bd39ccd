/* How does it all begin, and what does a message do? */
import { fromBase64, readMask } from "../shared/bits.js";
import { crowd, isShown, room, roomOfCrowd } from "../shared/crowd.js";
import { emit, on } from "../shared/events.js";
import { host } from "../shared/host.js";
import { text } from "../shared/language.js";
import { selectedPlace, state } from "../shared/state.js";
import { hasSheet, moveQuietly, noteView, onResize, openView, writeView } from "./address.js";
import { areaFiles, keepAreas } from "./areas.js";
import { readSetup, setBase } from "./basemap.js";
import { openCluster } from "./cluster-list.js";
import { addControls, nameControls, setParts } from "./controls.js";
import { followDepth, limitDepth } from "./depth.js";
import { followMouse } from "./hover.js";
import { closePlaceList, hasPlaceList, listPlaces, onListClosed } from "./place-list.js";
import { arrangePlaces, clearPlaces, drawPlaces, markSelected, refreshPlaces, relabel, reveal } from "./places.js";
import { followPrinting } from "./print.js";
import { fetchIndex } from "./room.js";
import { drawDistrictButton, onGround } from "./district.js";
import { endSelection, holdView, onPopupClosed, presentAgain, rewritePopup, selectPlace } from "./select.js";
import { drawSurroundings } from "./surroundings.js";
import { followTouch } from "./touch.js";

const SLOW_MS = 400;
// From the ground up; the crowd's canvas lies at 300, symbols and badges at 600, popups at 700.
const PANES = { "om-ground": 250, "om-areas": 254, "om-around": 258, "om-shapes": 280, "om-names": 640 };
/** @type {string | null} */
let kept = null; // path of the catalogue that is shown
/** @type {string | null} */
let loading = null; // path of the catalogue that is loaded or being loaded
/** @type {Message} */
let latest; // the last message, shown when loading ends
/** @type {Lang | null} */
let lang = null; // language of the numbers on the map
let steps = 0; // steps in the browser's history that the map has followed

/** Called once by the map's constant script.
    @param {L.Map} map */
export function start(map) {
  state.map = map;
  map.setMinZoom(3).setMaxZoom(18);
  followDepth(map);
  for (const [pane, level] of Object.entries(PANES)) map.createPane(pane).style.zIndex = String(level);
  /** @type {HTMLElement} */ (map.getPane("om-names")).style.pointerEvents = "none";
  // Leaflet focuses its container on a press. Where the frame is partly out of sight the page
  // would scroll under the pointer, and the click would miss.
  const node = map.getContainer();
  node.focus = () => HTMLElement.prototype.focus.call(node, { preventScroll: true });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape") endSelection();
  });
  map.on("moveend", () => {
    arrangePlaces();
    noteView();
  });
  map.on("resize", () => {
    limitDepth();
    onResize();
    presentAgain();
  });
  map.on("popupclose", ({ popup }) => {
    onPopupClosed(popup);
    onListClosed(popup);
  });
  map.on("click", onMapClick);
  addControls(map);
  followTouch(map);
  followMouse(map);
  new MutationObserver(() => room?.onTheme()).observe(
    document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  followPrinting();
}

/** Takes one message: JSON in base64, so that no character of it can mean anything on its way.
    Returns the empty layer that folium expects of a feature group.
    @param {string} encoded */
export function receive(encoded) {
  apply(JSON.parse(new TextDecoder().decode(fromBase64(encoded))));
  return L.layerGroup();
}

/** Shows what the page knows before the next message comes; without changes the last message.
    @param {Partial<Message>} changes */
export const ahead = (changes) => (kept === latest.catalogue ? show({ ...latest, ...changes }) : undefined);

/** @param {Message} message */
async function apply(message) {
  latest = message;
  state.lang = message.lang;
  state.data = message.data || null;
  if (loading !== message.catalogue) await load(message);
  else if (kept === message.catalogue) show(message);
}

/** @param {Message} message */
async function load(message) {
  loading = message.catalogue;
  const slow = setTimeout(() => {
    if (loading === message.catalogue) emit("notice", text("loading"));
  }, SLOW_MS);
  try {
    const asked = [host.fetchData(message.catalogue), readSetup(message.setup)];
    const [catalogue] = /** @type {[Catalogue, void]} */ (await Promise.all(asked));
    const few = catalogue.layers.filter((layer) => layer.url); // the others are in the crowd
    const paths = few.map((layer) => /** @type {string} */ (layer.url));
    const of = areaFiles(catalogue);
    const parts = [catalogue.context, ...of, ...paths].map((part) => host.fetchData(part));
    const [index, context, ...rest] = await Promise.all([fetchIndex(catalogue.crowd), ...parts]);
    if (loading !== message.catalogue) return; // another package was asked for meanwhile
    clearPlaces();
    keepAreas(catalogue, rest.slice(0, of.length));
    keep(catalogue, few, rest.slice(of.length));
    kept = message.catalogue;
    room?.cancelSelection(); // positions of what was shown before mean nothing now
    closePlaceList();
    room?.forgetChunks();
    room?.openCrowd(index);
    steps = message.moved;
    // The style that gives the map its height may have come after Leaflet measured it.
    moveQuietly(() => state.map.invalidateSize({ animate: false }));
    drawSurroundings(context);
    limitDepth();
    const isStated = openView(message.centre, false);
    holdView(isStated && Boolean(message.place));
    state.shown = readMask(message.shown);
    drawPlaces();
    lang = state.lang; // in which all of it was made
    if (catalogue.crowd) refreshPlaces(); // a crowd's filter may come later
    room?.showCrowd();
    clearTimeout(slow);
    emit("notice", "");
    const drawn = latest.crowd && room?.crowdDrawn();
    show(latest);
    await drawn;
    if (loading !== message.catalogue) return;
    document.documentElement.dataset.ready = catalogue.package;
    if (state.place && hasSheet()) presentAgain();
  } catch (fault) {
    if (loading !== message.catalogue) return;
    loading = null;
    console.warn("the map's data did not load:", /** @type {Error} */ (fault).message);
    emit("notice", text("failed"), () => apply(latest));
  } finally {
    clearTimeout(slow);
  }
}

/** @param {Catalogue} catalogue
    @param {Layer[]} layers
    @param {Collection[]} collections */
function keep(catalogue, layers, collections) {
  state.catalogue = catalogue;
  state.places = new Map();
  collections.forEach((collection, number) => {
    for (const feature of collection.features) {
      feature.layer = layers[number];
      state.places.set(feature.id, feature);
    }
  });
}

/** Shows what a message says: filter, language, selection; zoom and centre stay.
    @param {Message} message */
function show(message) {
  state.lang = message.lang;
  state.shown = readMask(message.shown);
  state.figures = readMask(message.figures);
  if (message.seen >= state.serial) state.layers = message.layers;
  nameControls();
  setParts(message.legend !== false, message.locked === true);
  const before = crowd.filter;
  room?.followFilter(message.crowd);
  if (crowd.filter === before) refreshPlaces(); // one that is there at once has done so
  if (lang !== message.lang) relabel();
  drawDistrictButton();
  if (lang !== message.lang) followLanguage();
  lang = message.lang;
  const feature = selectedPlace();
  if (state.place && !(feature && isShown(feature))) selectPlace(null, false);
  else rewritePopup();
  if (message.seen >= state.serial) setBase(message.base);
  // A selection made here after the page was written is newer than the message.
  if (message.seen >= state.serial) selectTold(message);
  markSelected();
  if (message.moved !== steps && !openView(message.centre, true)) presentAgain();
  steps = message.moved;
  writeView();
}

/* Numbers are written otherwise, and names. */
function followLanguage() {
  closePlaceList();
  room?.redrawCrowd();
}

/** @param {Message} message */
async function selectTold({ place, crowd: told }) {
  const isReady = document.documentElement.dataset.ready;
  if (place === state.place) {
    room?.cancelMessageSelection();
    return;
  }
  if (place && told && typeof told.at === "number") {
    if (!(await roomOfCrowd().selectFromMessage(place, told.at))) return;
  } else {
    selectPlace(place, false);
  }
  if (state.place && isReady) host.comeIntoSight();
}

/* Shows the last message anew, where something of it did not come. */
const showAgain = () => {
  emit("notice", "");
  apply(latest);
};

/* The crowd's filter has come, which may be later than the message: picture and numbers follow. */
function onCrowdFilter() {
  emit("shown");
  if (!room?.redrawCrowd()) reveal(); // symbols stand as the picture that is finished says
  const feature = selectedPlace();
  if (feature && !isShown(feature)) selectPlace(null, false);
}

/** A click on the map: on a place, on a group, or beside everything.
    @param {L.LeafletMouseEvent} event */
function onMapClick({ containerPoint, latlng }) {
  const hit = crowd.index && roomOfCrowd().hitAt(containerPoint);
  if (hit) openHit(hit, containerPoint);
  else if (state.place === null && !hasPlaceList()) onGround(latlng);
  else {
    room?.cancelSelection();
    endSelection();
  }
}

/** Opens what a click means; where that are several places, it asks which.
    @param {Hit} hit
    @param {L.Point} point */
function openHit({ group, positions }, point) {
  if (group) openCluster(group);
  else if (positions.length === 1) roomOfCrowd().selectPosition(positions[0], true);
  else listPlaces({ at: state.map.containerPointToLatLng(point), lift: 4, positions });
}

on("hit", openHit);
on("filter", onCrowdFilter);
on("filter-failed", () => emit("notice", text("failed"), showAgain));
