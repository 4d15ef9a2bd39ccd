/* How are values put into a text? As geo/language/texts.py does it: {name} is the value, and
   {name:one|many} the word that goes with a number. */
const FIELD = /\{(\w+)(?::([^{}|]*)\|([^{}|]*))?\}/g;

/** A text in parts, so that values may be elements.
    @template Value
    @param {string} template
    @param {Record<string, Value>} values */
export function filledParts(template, values) {
  /** @type {(string | Value)[]} */
  const found = [];
  let end = 0;
  for (const { 0: field, 1: name, 2: one, 3: many, index } of template.matchAll(FIELD)) {
    const word = String(values[name]) === "1" ? one : many;
    found.push(template.slice(end, index), one === undefined ? values[name] : word);
    end = index + field.length;
  }
  return [...found, template.slice(end)];
}

/** @param {string} template
    @param {Record<string, string | number>} values */
export const filledText = (template, values) => filledParts(template, values).join("");
