/* What does a group of places do? It comes apart by zooming in; where it cannot, it says its names. */
import { seenPicture, showFailure } from "../crowd/canvas-layer.js";
import { featureAt } from "../crowd/feature.js";
import { selectPosition } from "../crowd/select.js";
import { element, symbol } from "../shared/element.js";
import { text, wording } from "../shared/language.js";
import { state } from "../shared/state.js";
import { pace } from "./address.js";

const MOST_NAMED = 50;
const MOST_STEPS = 4; // so many zooms at once at the most, that nobody gets lost
const ROOM_PX = 60;
const APART_PX = 14;
let list = null;
let asked = 0;

/* Zooms to where a group comes apart, or lists its places. */
export function openCluster(group) {
  const { map, locked } = state;
  const { frame, picture } = seenPicture();
  const [west, north, east, south] = group.box;
  const wide = Math.max(east - west, south - north);
  const room = map.getMaxZoom() - frame.zoom;
  const isOneSpot = !picture.level && wide * 2 ** room < APART_PX;
  if (room <= 0 || isOneSpot || locked) {
    if (!picture.level) openList(group);
    return;
  }
  const size = map.getSize();
  const fits = Math.min(roomy(size.x) / (east - west), roomy(size.y) / (south - north));
  const steps = Math.min(MOST_STEPS, room, Math.max(1, Math.floor(Math.log2(fits))));
  const middle = L.point(frame.x + (west + east) / 2, frame.y + (north + south) / 2);
  const animate = pace() === "smooth";
  map.setView(map.unproject(middle, frame.zoom), frame.zoom + steps, { animate });
}

const roomy = (side) => Math.max(1, side - 2 * ROOM_PX);

/* Positions of a group's places, each once. */
function positionsOf(group) {
  const { dots } = seenPicture().picture;
  const found = new Set();
  for (let dot = 0; dot < dots.count; dot += 1) {
    if (dots.group[dot] === group.key) found.add(dots.position[dot]);
  }
  return [...found].sort((one, two) => one - two);
}

async function openList(group) {
  const { map } = state;
  const { frame } = seenPicture();
  const positions = positionsOf(group);
  const at = map.unproject(L.point(frame.x + group.x, frame.y + group.y), frame.zoom);
  asked += 1;
  const mine = asked;
  try {
    const first = positions.slice(0, MOST_NAMED);
    const features = await Promise.all(first.map(featureAt));
    if (mine === asked) showList(at, group.radius, first, features, positions.length);
  } catch (fault) {
    showFailure(fault);
  }
}

function showList(at, radius, positions, features, count) {
  const { map } = state;
  const box = element("div", "om-list");
  const title = text("group_title").replace("{count}", count);
  box.appendChild(element("h3", "", title));
  const rows = box.appendChild(element("ul"));
  features.forEach((feature, number) => rows.appendChild(row(feature, positions[number])));
  const more = count - features.length;
  if (more) box.appendChild(element("p", "", text("group_more").replace("{count}", more)));
  list = L.popup({
    className: "om-bubble", maxWidth: 300, minWidth: 200, maxHeight: 260, closeOnClick: true, offset: [0, 2 - radius],
  });
  list.setLatLng(at).setContent(box).openOn(map);
  const node = list.getElement();
  node.setAttribute("role", "dialog");
  node.setAttribute("aria-label", title);
  const close = node.querySelector(".leaflet-popup-close-button");
  close.title = text("close");
  close.setAttribute("aria-label", close.title);
  rows.querySelector("button").focus({ preventScroll: true });
}

function row(feature, position) {
  const button = element("button");
  button.type = "button";
  button.append(symbol(feature.properties.workstream, feature.properties.located));
  button.append(element("span", "", wording(feature.properties.name)));
  button.addEventListener("click", () => {
    closeClusterList();
    selectPosition(position, true);
  });
  const item = element("li");
  item.appendChild(button);
  return item;
}

/* Closes the list; tells whether there was one. */
export function closeClusterList() {
  asked += 1;
  const open = list && list.isOpen();
  if (open) list.remove();
  list = null;
  return Boolean(open);
}
