/* What lies below the data? The outlines alone, or a basemap that the deployment has enabled.

   Tiles on GCJ-02 are moved to where the data are: each tile's edges stand where its corners lie on
   WGS-84, at whole pixels, so that neighbours meet. The data are never moved. */
import { fromGcj02, toGcj02 } from "../shared/datum.js";
import { emit } from "../shared/events.js";
import { host } from "../shared/host.js";
import { wording } from "../shared/language.js";
import { state } from "../shared/state.js";
import { drawBaseChoice } from "./basemap-choice.js";

const SLOW_MS = 8000; // a host that is blocked often does not even refuse
const TILE_PX = 256;
/** @type {{ basemaps: Basemap[], approval: string }} */
let setup = { basemaps: [], approval: "" };
/** @type {L.TileLayer[]} */
let layers = []; // the chosen basemap's, the lowest first
let slow = 0; // timer
let failed = false; // whether no tile comes

/** Fetches what the deployment adds; a page without any says null.
    @param {string | null} path */
export async function readSetup(path) {
  if (!path) return;
  try {
    setup = await host.fetchData(path, true);
  } catch (fault) {
    console.warn("no basemaps:", /** @type {Error} */ (fault).message); // the outlines stay, and so does the map
  }
  drawBaseChoice(setup.basemaps, setBase);
}

/* Whether the deployment offers any. */
export const hasBasemaps = () => setup.basemaps.length > 0;

const chosen = () => setup.basemaps.find(({ id }) => id === state.base);

/* What the basemap's maker and the deployment want to be said beside the data's own sources. */
export function credits() {
  const base = failed ? null : chosen();
  return [base ? wording(base.attribution) : "", setup.approval].filter(Boolean);
}

/** Puts a basemap below the data (null: none); what is not enabled is none.
    @param {string | null} id */
export function setBase(id) {
  const wanted = setup.basemaps.some((base) => base.id === id) ? id : null;
  if (wanted === state.base) return;
  for (const layer of layers) layer.remove().off(); // in this order, or the map goes on calling it
  layers = [];
  state.base = wanted;
  settle("none");
  const base = chosen();
  if (base) add(base);
  emit("base", failed);
}

/** @param {Basemap} base */
function add(base) {
  const Layer = base.offset ? Moved : L.TileLayer;
  layers = base.templates.map((template) => new Layer(template, {
    subdomains: base.subdomains,
    maxNativeZoom: base.maxZoom,
    className: "om-tiles",
    referrerPolicy: base.wantsReferrer && "strict-origin-when-cross-origin",
  }));
  watch(layers[0]);
  for (const layer of layers) layer.addTo(state.map);
}

/** Follows whether tiles come: each time that some are asked for anew, one is enough.
    @param {L.TileLayer} layer */
function watch(layer) {
  let came = false;
  layer.on("loading", () => {
    came = false;
    clearTimeout(slow);
    slow = setTimeout(() => settle("failed"), SLOW_MS);
  });
  layer.on("tileload", () => {
    if (!came) settle("seen");
    came = true;
  });
  layer.on("load", () => settle(came ? "seen" : "failed"));
}

/** Lets the basemap be seen through the ground, or the outlines alone, and says why if it has
    failed.
    @param {"none" | "seen" | "failed"} outcome */
function settle(outcome) {
  clearTimeout(slow);
  failed = outcome === "failed";
  state.map.getContainer().classList.toggle("om-based", outcome === "seen");
  emit("base", failed);
  emit("credits");
}

/** A point of the pyramid of tiles, on GCJ-02, in pixels at a zoom: where it lies on the map.
    @param {L.Point} point
    @param {number} zoom */
function placed(point, zoom) {
  const { map } = state;
  return map.project(fromGcj02(map.unproject(point, zoom)), zoom);
}

// What no type names is Leaflet's own.
const plain = /** @type {any} */ (L.TileLayer.prototype);

const Moved = L.TileLayer.extend({
  /** @this {any}
      @param {string} template
      @param {L.TileLayerOptions} options */
  initialize(template, options) {
    plain.initialize.call(this, template, options);
    this.on("tileloadstart", (/** @type {L.TileEvent} */ { tile, coords }) => this._move(tile, coords));
  },

  /** Each edge stands where its middle lies; the next tile finds the same edge.
      @param {HTMLElement} tile
      @param {L.Coords} coords */
  _move(tile, { x, y, z }) {
    /** @type {(column: number, row: number) => L.Point} */
    const edge = (column, row) => placed(L.point(column, row).multiplyBy(TILE_PX), z).round();
    const [left, right] = [edge(x, y + 0.5).x, edge(x + 1, y + 0.5).x];
    const [top, bottom] = [edge(x + 0.5, y).y, edge(x + 0.5, y + 1).y];
    const nominal = L.point(x, y).multiplyBy(TILE_PX);
    const origin = nominal.subtract(L.DomUtil.getPosition(tile));
    tile.style.width = right - left + "px";
    tile.style.height = bottom - top + "px";
    L.DomUtil.setPosition(tile, L.point(left, top).subtract(origin));
  },

  /** The part of the pyramid that lies in sight, which is what has to be loaded.
      @this {any}
      @param {L.LatLng} centre */
  _getTiledPixelBounds(centre) {
    const map = this._map;
    const seen = plain._getTiledPixelBounds.call(this, centre);
    const zoom = this._tileZoom;
    const corners = [seen.getTopLeft(), seen.getTopRight(), seen.getBottomLeft(), seen.getBottomRight()];
    const found = corners.map((point) => map.project(toGcj02(map.unproject(point, zoom)), zoom));
    return L.bounds(found).pad(0.01); // the edges of what is seen are not quite straight there
  },
});
