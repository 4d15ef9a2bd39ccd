/* How is a text of ours said with values in it? */
import { filled } from "../shared/language.js";

/* The app's words in the present language. */
export const fileText = (key, values = {}) => filled(key, values);
