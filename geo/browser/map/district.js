/* How are figures of the whole district chosen? By the district itself: they have no symbol.

   A button on the map says how many there are; a click on the district's ground does the same. */
import { isShown } from "../shared/crowd.js";
import { element } from "../shared/element.js";
import { emit } from "../shared/events.js";
import { filled } from "../shared/language.js";
import { state } from "../shared/state.js";
import { isDistrictWide } from "./areas.js";
import { addPanel } from "./panel.js";
import { listPlaces } from "./place-list.js";
import { isInDistrict } from "./surroundings.js";

const LIFT_PX = 4;
/** @type {HTMLButtonElement} */
let button;

/** @param {L.Map} map */
export function addDistrictButton(map) {
  const box = addPanel(map, "topleft", "om-district-button");
  button = box.appendChild(element("button"));
  button.type = "button";
  button.addEventListener("click", () => {
    const { left, bottom } = button.getBoundingClientRect();
    const frame = map.getContainer().getBoundingClientRect();
    choose(map.containerPointToLatLng([left - frame.left + button.offsetWidth / 2, bottom - frame.top]));
    emit("focus");
  });
}

/* The places that stand for the whole district, those shown. */
const shown = () => [...state.places.values()].filter((feature) => isDistrictWide(feature) && isShown(feature));

/* Says how many figures are the whole district's, of those that the filter shows. */
export function drawDistrictButton() {
  const ids = new Set(shown().flatMap(({ properties }) => properties.figures));
  const count = [...ids].filter((id) => state.figures(state.catalogue.figures[id].index)).length;
  button.textContent = filled("district_figures", { count });
  button.hidden = !count;
}

/** Chooses the district; where several things of it have figures, it asks which.
    @param {L.LatLng} at */
function choose(at) {
  const features = shown();
  if (features.length === 1) emit("select", features[0].id, true);
  else if (features.length) listPlaces({ at, lift: LIFT_PX, features });
}

/** A click on the ground: in the district it means the district.
    @param {L.LatLng} at */
export function onGround(at) {
  if (isInDistrict(at)) choose(at);
}
