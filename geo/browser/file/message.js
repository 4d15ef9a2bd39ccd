/* What is the map told? What Python tells it in the live app: ids and numbers, no words. */
import { crowdShown, mask } from "../shared/filter.js";

/** The message of a view; `told` says how many addresses were opened after the first, which choice
    on the map is known, and what is the same in all messages.
    @param {FileView} view
    @param {Shown} shown
    @param {Held} held
    @param {Message} told
    @returns {Message} */
export function messageOf({ lang, place, centre, base, ...view }, shown, held, told) {
  return {
    ...told,
    lang,
    place,
    centre,
    base,
    layers: view.layers,
    shown: mask(held.symbols, shown.placeIds),
    crowd: shown.crowd ? { ...shown.crowd, at: held.place.get(place || "")?.position ?? null }
      : crowdShown({ ...view, place }, shown, held),
    figures: mask(held.figures, shown.figureIds),
  };
}
