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

const locale = () => (state.lang === "en" ? "en" : "zh-CN");

/** A number as people write it in the present language.
    @param {number} count */
export const formatNumber = (count) => count.toLocaleString(locale());

/** A number as people write it where there is little room: 1.2万, 12K.
    @param {number} count */
export const compactNumber = (count) =>
  new Intl.NumberFormat(locale(), { notation: "compact", maximumFractionDigits: 1 }).format(count);

/** One of our texts with values in it; numbers are written as people write them.
    @param {string} key
    @param {Record<string, string | number>} values */
export const filled = (key, values) => filledText(text(key), written(values));

/** @param {Record<string, string | number>} values */
export const written = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) =>
  [name, typeof value === "number" ? formatNumber(value) : value]));
