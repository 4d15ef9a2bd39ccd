/* How does something stand on the map's rim? In a box that keeps clicks and the wheel for itself. */
import { element } from "../shared/element.js";

/** @param {L.Map} map
    @param {L.ControlPosition} position
    @param {string} className */
export function addPanel(map, position, className) {
  const control = new L.Control({ position });
  const box = element("div", className);
  L.DomEvent.disableClickPropagation(box);
  L.DomEvent.disableScrollPropagation(box);
  control.onAdd = () => box;
  control.addTo(map);
  return box;
}
