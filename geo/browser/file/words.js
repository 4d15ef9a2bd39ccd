/* How is a text of ours said with values in it? */
import { filled } from "../shared/language.js";

/** The app's words in the present language.
    @param {string} key
    @param {Record<string, string | number>} [values] */
export const fileText = (key, values = {}) => filled(key, values);
