/* How is a text of ours said with values in it? */
import { text } from "../shared/language.js";

/* A text in parts: what stands in braces is replaced by values, which may be elements. */
export function templateParts(template, values) {
  return template.split(/\{(\w+)\}/).map((part, at) => (at % 2 ? values[part] : part));
}

/* The app's words in the present language. */
export const fileText = (key, values) =>
  templateParts(text(key), values || {}).join("");
