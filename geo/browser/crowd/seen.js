/* What of the crowd is seen just now, in pixels of the map's container? */
import { state } from "../shared/state.js";
import { seenPicture } from "./canvas-layer.js";

/* The groups that are seen, for whoever counts them: numbers, and pixels of the map's container. */
export function clustersSeen() {
  const seen = seenPicture();
  if (!seen) return [];
  const corner = state.map.latLngToContainerPoint(seen.corner);
  const { groups } = seen.picture;
  return groups.filter(({ count }) => count > 1).map(({ count, x, y, radius, box }) => ({
    count, radius, x: x + corner.x, y: y + corner.y, wide: Math.max(box[2] - box[0], box[3] - box[1]),
  }));
}

/* The dots that are seen and stand alone: positions, and pixels of the map's container. */
export function singlesSeen() {
  const seen = seenPicture();
  if (!seen || !seen.picture.dots) return [];
  const corner = state.map.latLngToContainerPoint(seen.corner);
  const { dots, singles } = seen.picture;
  return singles.map((dot) => ({
    position: dots.position[dot], x: dots.x[dot] + corner.x, y: dots.y[dot] + corner.y,
  }));
}
