/* What does a group of places do? It comes apart by zooming in; where it cannot, it says its names. */
import { crowd, passesFilter, roomOfCrowd } from "../shared/crowd.js";
import { state } from "../shared/state.js";
import { pace } from "./address.js";
import { listPlaces } from "./place-list.js";

const MOST_STEPS = 4; // so many zooms at once at the most, that nobody gets lost
const ROOM_PX = 60;

/** Zooms to where a group comes apart, or lists its places.
    @param {Cluster} group */
export function openCluster(group) {
  const { map, locked } = state;
  const seen = roomOfCrowd().seenPicture();
  if (!seen) return;
  const { frame, picture } = seen;
  const [west, north, east, south] = group.box;
  const wide = Math.max(east - west, south - north);
  const room = map.getMaxZoom() - frame.zoom;
  const isOneSpot = !picture.level && wide * 2 ** room < roomOfCrowd().APART_PX;
  if (room <= 0 || isOneSpot || locked) {
    if (room <= 0 || !picture.level) openList(group, seen); // a far view may hold a hundred thousand
    return;
  }
  const size = map.getSize();
  const fits = Math.min(roomy(size.x) / (east - west), roomy(size.y) / (south - north));
  const steps = Math.min(MOST_STEPS, room, Math.max(1, Math.floor(Math.log2(fits))));
  const middle = L.point(frame.x + (west + east) / 2, frame.y + (north + south) / 2);
  const animate = pace() === "smooth";
  map.setView(map.unproject(middle, frame.zoom), frame.zoom + steps, { animate });
}

/** @param {number} side */
const roomy = (side) => Math.max(1, side - 2 * ROOM_PX);

/** @param {Cluster} group
    @param {Seen} seen */
async function openList(group, { frame, picture }) {
  const { map } = state;
  const at = map.unproject(L.point(frame.x + group.x, frame.y + group.y), frame.zoom);
  try {
    const positions = picture.level ? await positionsIn(picture.level, group)
      : positionsOf(/** @type {Dots} */ (picture.dots), group);
    listPlaces({ at, lift: group.radius - 2, positions });
  } catch (fault) {
    roomOfCrowd().showFailure(/** @type {Error} */ (fault));
  }
}

/** Positions of a group's places, each once.
    @param {Dots} dots
    @param {Cluster} group */
function positionsOf(dots, group) {
  /** @type {Set<number>} */
  const found = new Set();
  for (let dot = 0; dot < dots.count; dot += 1) {
    if (dots.group[dot] === group.key) found.add(dots.position[dot]);
  }
  return [...found].sort((one, two) => one - two);
}

/** The same in a far view, whose cells hold positions that follow each other: what of them is shown
    is known by their chunks.
    @param {Level} level
    @param {Cluster} group */
async function positionsIn(level, group) {
  const { chunkOf, fetchChunk } = roomOfCrowd();
  /** @type {number[]} */
  const found = [];
  /** @type {Chunk | null} */
  let chunk = null;
  for (const cell of group.cells) {
    for (let position = level.first[cell]; position < level.first[cell + 1]; position += 1) {
      const isIn = chunk && position >= chunk.first && position < chunk.first + chunk.count;
      if (!chunk || !isIn) chunk = await fetchChunk(chunkOf(position));
      const category = chunk.category[position - chunk.first];
      if (crowd.located[category] && passesFilter(position, category)) found.push(position);
    }
  }
  return found.sort((one, two) => one - two);
}
