/* How is something said in the present language? Our own texts, the package's names, and numbers. */
import { filledText } from "./filled.js";
import { state } from "./state.js";

/** @type {Record<string, Record<string, string>>} */
export const texts = {};

/** Takes the app's texts: by language, then by key.
    @param {Record<string, Record<string, string>>} given */
export const setTexts = (given) => Object.assign(texts, given);

/** @param {string} key */
export function text(key) {
  return texts[state.lang][key];
}

/** The wording of a pair {zh, en} in the present language.
    @param {Pair} pair */
export function wording(pair) {
  return pair[state.lang] || pair.zh;
}

/** @type {Record<string, Intl.NumberFormat>} */
const writers = {}; // kept: to make one takes longer than to write a hundred numbers

/** @param {number} count
    @param {"standard" | "compact"} notation
    @param {number} maximumFractionDigits */
function write(count, notation, maximumFractionDigits) {
  const locale = state.lang === "en" ? "en" : "zh-CN";
  return (writers[locale + notation] ||= new Intl.NumberFormat(locale, { notation, maximumFractionDigits })).format(count);
}

/** A number as people write it in the present language.
    @param {number} count */
export const formatNumber = (count) => write(count, "standard", 3);

/** A number as people write it where there is little room: 1.2万, 12K.
    @param {number} count */
export const compactNumber = (count) => write(count, "compact", 1);

/** One of our texts with values in it; numbers are written as people write them.
    @param {string} key
    @param {Record<string, string | number>} values */
export const filled = (key, values) => filledText(text(key), written(values));

/** @param {Record<string, string | number>} values */
export const written = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) =>
  [name, typeof value === "number" ? formatNumber(value) : value]));
