/* How far is a point from a place? Straight, in metres, on the WGS-84 sphere of Leaflet.

   Within a district the earth is flat enough: the error stays below a thousandth of the distance. */
const METRES_A_DEGREE = (Math.PI / 180) * 6371000;

/** Metres from a point {lat, lng} to a GeoJSON geometry; none inside an area.
    @param {{ type: string, coordinates: any }} geometry
    @param {Position} point */
export function distance(geometry, { lat, lng }) {
  const shrink = Math.cos((lat * Math.PI) / 180);
  /** @param {number[]} corner */
  const plane = ([lon, latitude]) =>
    [(lon - lng) * shrink * METRES_A_DEGREE, (latitude - lat) * METRES_A_DEGREE];
  const { type, coordinates } = geometry;
  const isArea = type.endsWith("Polygon");
  /** @type {Record<string, number>} */
  const depth = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 };
  const lines = flattened(coordinates, depth[type]).map((line) => line.map(plane));
  if (isArea && crossings(lines) % 2) return 0;
  return Math.min(...lines.map((line) => fromLine(line, type === "MultiPoint")));
}

/** All lines or rings of a geometry; a point is a line of one.
    @param {any} coordinates
    @param {number} depth
    @returns {number[][][]} */
function flattened(coordinates, depth) {
  if (depth === 0) return [[coordinates]];
  if (depth === 1) return [coordinates];
  return coordinates.flatMap((/** @type {any} */ part) => flattened(part, depth - 1));
}

/** How often a ray from the origin eastwards crosses the rings: oddly often from inside.
    @param {number[][][]} rings */
function crossings(rings) {
  let count = 0;
  for (const ring of rings) {
    for (let at = 1; at < ring.length; at += 1) {
      const [[x, y], [otherX, otherY]] = [ring[at - 1], ring[at]];
      if (y > 0 === otherY > 0) continue;
      if (x - (y * (otherX - x)) / (otherY - y) > 0) count += 1;
    }
  }
  return count;
}

/** @param {number[][]} line
    @param {boolean} loose */
function fromLine(line, loose) {
  let least = Math.min(...line.map(([x, y]) => Math.hypot(x, y)));
  if (loose) return least;
  for (let at = 1; at < line.length; at += 1) {
    const [[x, y], [otherX, otherY]] = [line[at - 1], line[at]];
    const [dx, dy] = [otherX - x, otherY - y];
    const length = dx * dx + dy * dy;
    const along = length && Math.min(1, Math.max(0, -(x * dx + y * dy) / length));
    least = Math.min(least, Math.hypot(x + along * dx, y + along * dy));
  }
  return least;
}
