/* How does something stand on the map's rim? In a box that keeps clicks and the wheel for itself. */
import { element } from "../shared/element.js";

export function addPanel(map, position, className) {
  const control = L.control({ position });
  const box = element("div", className);
  L.DomEvent.disableClickPropagation(box);
  L.DomEvent.disableScrollPropagation(box);
  control.onAdd = () => box;
  control.addTo(map);
  return box;
}
