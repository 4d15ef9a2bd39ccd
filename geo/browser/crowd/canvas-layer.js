/* When is the crowd painted, and how does its picture follow the map?

   Two canvases take turns: the one seen moves and grows with the map until the other is painted,
   in slices that leave the map free to move. Each is larger than the view, so that a pan does not
   meet its rim at once. */
import { countOf, crowd } from "../shared/crowd.js";
import { element } from "../shared/element.js";
import { emit, on } from "../shared/events.js";
import { filled, text } from "../shared/language.js";
import { state } from "../shared/state.js";
import { paintFar } from "./paint-far.js";
import { paintNear } from "./paint.js";
import { paletteFor } from "./palette.js";
import { planPicture } from "./plan.js";

const PAD = 0.2; // of the view's size on each side
const SLICE_MS = 14;
const FIRST_MS = 28; // what may be painted at once
const GATHER_MS = 200; // chunks that come one after another are painted together
const PANE = "om-crowd";

/** @typedef {L.Layer & { canvases: HTMLCanvasElement[] }} CrowdLayer */
/** @typedef {Omit<Seen, "picture"> & { picture: Picture, painter: Generator }} Job */

/** @type {CrowdLayer | null} */
let layer = null;
/** @type {Seen | null} */
let seen = null; // the picture that is seen
/** @type {Job | null} */
let job = null; // the picture that is being painted
let waiting = 0; // timer of a painting that is put off
/** @type {(() => void)[]} */
let done = []; // who waits for a finished picture
let onPaper = false;

const Layer = L.Layer.extend({
  /** @this {CrowdLayer}
      @param {L.Map} map */
  onAdd(map) {
    const pane = map.getPane(PANE) || map.createPane(PANE);
    pane.style.zIndex = "300";
    this.canvases = [0, 1].map(() => pane.appendChild(canvas()));
  },
  /** @this {CrowdLayer} */
  onRemove() {
    for (const node of this.canvases) node.remove();
  },
  getEvents: () => ({
    zoomanim: (/** @type {L.ZoomAnimEvent} */ { center, zoom }) => follow(center, zoom),
    zoom: () => follow(),
    viewreset: () => follow(),
    move: keepUp,
    moveend: () => redrawCrowd(),
    resize: () => redrawCrowd(),
  }),
});

function canvas() {
  const made = element("canvas", "om-crowd leaflet-zoom-animated");
  made.hidden = true;
  return made;
}

/* Puts the crowd's picture on the map, or takes it away where there is no crowd. */
export function showCrowd() {
  stopPainting();
  if (layer) layer.remove();
  layer = seen = null;
  delete document.documentElement.dataset.drawn;
  if (!crowd.index) return;
  layer = /** @type {any} */ (new Layer()).addTo(state.map);
}

export function stopPainting() {
  clearTimeout(waiting);
  waiting = 0;
  job = null;
}

/** Resolves when the next picture is finished, or cannot be.
    @returns {Promise<void>} */
export const crowdDrawn = () => (layer ? new Promise((resolve) => done.push(resolve)) : Promise.resolve());

/** Lets the seen canvas move and grow with the map, also while that zooms.
    @param {L.LatLng} [centre]
    @param {number} [zoom] */
function follow(centre, zoom) {
  if (!seen) return;
  const { map } = state;
  const scale = map.getZoomScale(zoom === undefined ? map.getZoom() : zoom, seen.frame.zoom);
  const inside = /** @type {any} */ (map);
  const at = centre ? inside._latLngToNewLayerPoint(seen.corner, zoom, centre) : map.latLngToLayerPoint(seen.corner);
  L.DomUtil.setTransform(seen.canvas, at, scale);
}

/* A drag that leaves the picture has another painted on its way. */
function keepUp() {
  const { map } = state;
  if (!seen || job || waiting || map.getZoom() !== seen.frame.zoom) return;
  const view = L.bounds(map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(map.getSize()));
  const own = map.latLngToLayerPoint(seen.corner);
  const all = L.bounds(own, own.add([seen.frame.width, seen.frame.height]));
  if (!all.contains(view)) later();
}

function later() {
  if (!waiting) waiting = setTimeout(redrawCrowd, GATHER_MS);
}

/** What is painted next: pixels of the world at the map's zoom, whole numbers.
    @returns {CanvasFrame} */
function frameNow() {
  const { map } = state;
  const size = map.getSize();
  const pad = size.multiplyBy(PAD).round();
  const corner = map.containerPointToLayerPoint([0, 0]).subtract(pad).round();
  const { x, y } = corner.add(map.getPixelOrigin());
  const [width, height] = [size.x + 2 * pad.x, size.y + 2 * pad.y];
  const ratio = onPaper ? 2 : Math.min(2, window.devicePixelRatio || 1);
  return { x, y, width, height, zoom: map.getZoom(), ratio, corner: map.layerPointToLatLng(corner) };
}

/* Paints anew: what is seen stays until that is done. Tells whether it is. */
export function redrawCrowd() {
  stopPainting();
  const { map } = state;
  if (!layer || !crowd.filter || !map.getSize().x || !map.getSize().y) return false;
  const frame = frameNow();
  const picture = planPicture(frame);
  if (!picture) return false; // what it needs is on its way
  const found = layer.canvases.find((other) => !seen || other !== seen.canvas);
  const node = /** @type {HTMLCanvasElement} */ (found);
  node.width = Math.round(frame.width * frame.ratio);
  node.height = Math.round(frame.height * frame.ratio);
  const pen = /** @type {Pen} */ (node.getContext("2d"));
  pen.scale(node.width / frame.width, node.height / frame.height);
  const palette = paletteFor(onPaper);
  const painter = (picture.level ? paintFar : paintNear)(pen, frame, palette, picture);
  job = { picture, frame, corner: frame.corner, canvas: node, painter, palette };
  slice(job, onPaper ? Infinity : FIRST_MS);
  return job === null;
}

/** @param {Job} mine
    @param {number} length */
function slice(mine, length) {
  if (job !== mine) return;
  const end = performance.now() + length;
  while (performance.now() < end) {
    if (mine.painter.next().done) {
      finish(mine);
      return;
    }
  }
  /** @type {(act: () => void) => void} */
  const next = document.hidden ? (act) => setTimeout(act, 0) : requestAnimationFrame;
  next(() => slice(mine, SLICE_MS));
}

/** @param {Job} mine */
function finish({ picture, frame, corner, canvas: node, palette }) {
  job = null;
  const old = seen;
  seen = { picture: /** @type {Painted} */ (picture), frame, corner, canvas: node, palette };
  node.style.width = frame.width + "px";
  node.style.height = frame.height + "px";
  follow();
  node.hidden = false;
  if (old) old.canvas.hidden = true;
  describePicture();
  emit("picture");
  if (!picture.missing) settled();
}

/* Tells everybody who waits that a picture is finished. */
function settled() {
  const { dataset } = document.documentElement;
  dataset.drawn = String(Number(dataset.drawn || 0) + 1);
  releaseWaiting();
}

function releaseWaiting() {
  const all = done;
  done = [];
  for (const resolve of all) resolve();
}

/** @param {Error | null} fault */
function onChunk(fault) {
  if (!layer) return;
  if (fault) showFailure(fault);
  else later();
}

/** Says that data did not come; the map asks again when it moves, or at the reader's wish.
    @param {unknown} fault */
export function showFailure(fault) {
  console.warn("places did not load:", /** @type {Error} */ (fault).message);
  emit("notice", text("failed"), () => {
    emit("notice", "");
    redrawCrowd();
  });
  releaseWaiting();
}

/* Says what the picture shows to those who cannot see it. */
function describePicture() {
  if (!seen || !layer) return;
  const { shown } = countOf(null);
  const label = filled("crowd_label", { count: shown });
  for (const node of layer.canvases) {
    node.setAttribute("role", "img");
    node.setAttribute("aria-label", label);
  }
}

/** Paints at once what there is in the colours of paper, and afterwards as before.
    @param {boolean} wanted */
export function forPaper(wanted) {
  onPaper = wanted;
  redrawCrowd();
}

export function onTheme() {
  if (seen && seen.palette.key !== [document.documentElement.dataset.theme, onPaper].join()) redrawCrowd();
}

export const seenPicture = () => seen;

on("chunk", onChunk);
on("filter-failed", releaseWaiting);
