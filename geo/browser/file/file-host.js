/* What does the map find around it in an explorer of its own? Its data, address and page.

   In Streamlit's page the map stands in a frame; here it is its own page, and whoever shows that in a
   frame of theirs lets no code look out of it. */
import { pace } from "../map/address.js";
import { bring } from "../map/room.js";
import { roomOfCrowd } from "../shared/crowd.js";
import { state } from "../shared/state.js";
import { change, current, writeAddress } from "./current.js";
import { ownQuery } from "./embedded.js";
import { outer } from "./outer.js";
import { bytesOf, opening, part } from "./parts.js";

/** What the crowd's script, which has to come first, makes of a package of very many places.
    @param {Held} held */
export async function ofMany(held) {
  await bring();
  return roomOfCrowd().manyPlaces(held, /** @type {Asked} */ (opening.asked));
}

/** @returns {Host} */
export const fileHost = () => ({
  page: () => window,
  fetchData: part,
  fetchBytes: bytesOf,
  tell: (place) => change({ place, base: state.base }),
  tellLayers: (layers) => change({ layers }),
  address() {
    const { origin, pathname, search, hash } = outer().location;
    return origin + pathname + ownQuery(search) + hash;
  },
  left: () => undefined,
  scroller: () => document.scrollingElement,

  writeAddress(centre) {
    current.view.centre = centre;
    writeAddress();
  },

  showPanel() {
    const panel = /** @type {HTMLElement | null} */ (document.querySelector(".panel:not(.panel-empty)"));
    if (!panel) return false;
    panel.tabIndex = -1;
    panel.scrollIntoView({ block: "nearest", behavior: pace() });
    panel.focus({ preventScroll: true });
    return true;
  },

  /** On a phone the list lies below the map. */
  comeIntoSight() {
    const node = state.map.getContainer();
    const box = node.getBoundingClientRect();
    const inSight = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
    if (inSight < box.height / 2) node.scrollIntoView({ block: "start", behavior: pace() });
  },
});
