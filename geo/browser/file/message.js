/* What is the map told? What Python tells it in the live app: ids and numbers, no words. */
import { toldOf } from "../shared/filter.js";

/** The message of a view; `told` says how many addresses were opened after the first, which choice
    on the map is known, and what is the same in all messages.
    @param {FileView} view
    @param {Shown} shown
    @param {Held} held
    @param {Message} told
    @returns {Message} */
export const messageOf = ({ lang, centre, base, ...view }, shown, held, told) =>
  ({ ...told, lang, centre, base, ...toldOf(view, shown, held) });
