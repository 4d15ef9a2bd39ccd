/* What is the map told? What Python tells it in the live app: ids and numbers, no words. */
import { crowdShown, mask } from "./filter.js";

/** The message of a view; `told` says how many addresses were opened after the first, and which
    choice on the map is known.
    @param {FileView} view
    @param {Shown} shown
    @param {Held} held
    @param {Pick<Message, "moved" | "seen">} told
    @returns {Message} */
export function messageOf({ lang, place, centre, ...view }, shown, held, told) {
  return {
    ...held.facts.message,
    lang,
    place,
    centre,
    layers: view.layers,
    ...told,
    shown: mask(held.symbols, shown.placeIds),
    crowd: crowdShown({ ...view, place }, shown, held),
    figures: mask(held.figures, shown.figureIds),
  };
}
