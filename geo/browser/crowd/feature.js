/* What is a place of the crowd as a feature? Its shape comes from its chunk, its words from its piece. */
import { indexed } from "../shared/crowd.js";
import { state } from "../shared/state.js";
import { areaAt } from "./loose.js";
import { chunkOf, fetchChunk, fetchProperties } from "./chunks.js";
import { degrees } from "./square.js";

/** A feature of the place at a position, of the same make as those of a GeoJSON layer.
    @param {number} position
    @returns {Promise<Feature>} */
export async function featureAt(position) {
  /** @type {[Promise<any>, Promise<Chunk>]} */
  const asked = [fetchProperties(position), fetchChunk(chunkOf(position))];
  const [{ id, layer, ...told }, chunk] = await Promise.all(asked);
  const place = position - chunk.first;
  const { located } = indexed().categories[chunk.category[place]];
  const [longitude, latitude] = degrees(chunk.x[place], chunk.y[place]);
  const found = state.catalogue.layers.find((other) => other.id === layer);
  return {
    type: "Feature",
    id,
    layer: /** @type {Layer} */ (found),
    properties: {
      ...told, located, area: areaAt(position), anchor: [latitude, longitude], position, category: chunk.category[place],
    },
    geometry: geometryOf(chunk, place),
  };
}

/** A shape as GeoJSON, degrees. All rings of an area stand in one polygon: it is filled by the
    even-odd rule here as on the canvas.
    @param {Chunk} chunk
    @param {number} place */
export function geometryOf(chunk, place) {
  const { partAt, cornerAt, cornerX, cornerY } = chunk;
  const parts = [];
  for (let part = partAt[place]; part < partAt[place + 1]; part += 1) {
    const line = [];
    for (let corner = cornerAt[part]; corner < cornerAt[part + 1]; corner += 1) {
      line.push(degrees(cornerX[corner], cornerY[corner]));
    }
    parts.push(line);
  }
  const kind = chunk.kind[place];
  if (kind === 2) return { type: "Polygon", coordinates: parts.map((ring) => [...ring, ring[0]]) };
  if (kind === 1) {
    const [only, ...more] = parts;
    return more.length ? { type: "MultiLineString", coordinates: parts } : { type: "LineString", coordinates: only };
  }
  if (parts.length) return { type: "MultiPoint", coordinates: parts.map(([point]) => point) };
  return { type: "Point", coordinates: degrees(chunk.x[place], chunk.y[place]) };
}
