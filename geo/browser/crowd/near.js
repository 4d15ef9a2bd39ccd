/* Which places of the crowd are near the reader? Those of the chunks around, whatever the filter. */
import { crowd } from "../shared/crowd.js";
import { distance } from "../shared/distance.js";
import { fetchChunk } from "./chunks.js";
import { featureAt, geometryOf } from "./feature.js";
import { awayFrom } from "./plan.js";
import { square } from "./square.js";

const MOST_CHUNKS = 4;
const MOST_MEASURED = 60; // places whose distance is worked out from their shape
const MOST_KEPT = 12; // places that a reader may be within, and the nearest

/** Features within whose areas the point {lat, lng} lies, and the nearest other one.
    @param {Position} here
    @returns {Promise<Feature[]>} */
export async function placesAround(here) {
  if (!crowd.index) return [];
  const { x, y } = square(here);
  const order = crowd.index.chunks
    .map(({ box }, number) => ({ number, away: awayFrom(box, 0, x, y) }))
    .sort((one, two) => one.away - two.away);
  const chunks = await Promise.all(order.slice(0, MOST_CHUNKS).map(({ number }) => fetchChunk(number)));
  const near = chunks.flatMap((chunk) => nearest(chunk, x, y)).sort((one, two) => one.away - two.away);
  const measured = near.slice(0, MOST_MEASURED).map(({ chunk, place }) => ({
    position: chunk.first + place,
    away: distance(geometryOf(chunk, place), here),
  }));
  measured.sort((one, two) => one.away - two.away);
  const outside = measured.findIndex(({ away }) => away > 0);
  const wanted = measured.slice(0, Math.min(MOST_KEPT, outside < 0 ? measured.length : outside + 1));
  return Promise.all(wanted.map(({ position }) => featureAt(position)));
}

/** The places of a chunk whose boxes are nearest.
    @param {Chunk} chunk
    @param {number} x
    @param {number} y */
function nearest(chunk, x, y) {
  const found = [];
  for (let place = 0; place < chunk.count; place += 1) {
    found.push({ chunk, place, away: awayFrom(chunk.box, 4 * place, x, y) });
  }
  return found.sort((one, two) => one.away - two.away).slice(0, MOST_MEASURED);
}
