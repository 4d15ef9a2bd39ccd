/* How is something said in the present language? Our own texts, the package's names, and numbers. */
import { state } from "./state.js";

export const texts = {};

/* Takes the app's texts: by language, then by key. */
export const setTexts = (given) => Object.assign(texts, given);

export function text(key) {
  return texts[state.lang][key];
}

/* The wording of a pair {zh, en} in the present language. */
export function wording(pair) {
  return pair[state.lang] || pair.zh;
}

const locale = () => (state.lang === "en" ? "en" : "zh-CN");

/* A number as people write it in the present language. */
export const formatNumber = (count) => count.toLocaleString(locale());

/* A number as people write it where there is little room: 1.2万, 12K. */
export const compactNumber = (count) =>
  new Intl.NumberFormat(locale(), { notation: "compact", maximumFractionDigits: 1 }).format(count);
