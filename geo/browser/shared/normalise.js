/* How is a text compared with another? Without case, accents, tones, spaces and punctuation.

   The same answer as geo/view/search.py, which a test compares. Texts to search in come normalised
   from there; only what is typed is normalised here. */
const DIGIT_BEFORE = /\p{Nd}$/u;
const LEAST_OF_CODE = 6; // as geo/view/search.py has it
const DIGIT_AFTER = /^\p{Nd}/u;

/** Upper case first: it tells ß and ss, or the two small sigmas, no longer apart.
    @param {string} text */
const fold = (text) => text.toUpperCase().toLowerCase().replaceAll("ς", "σ");

/** A text as it is compared; a point inside a number stays.
    @param {string} text */
export function normalise(text) {
  return fold(fold(text).normalize("NFKD")).replace(/[^\p{L}\p{N}]/gu, (sign, at, whole) => {
    const inNumber = DIGIT_BEFORE.test(whole.slice(0, at)) && DIGIT_AFTER.test(whole.slice(at + 1));
    return sign === "." && inNumber ? sign : "";
  });
}

/** @param {string} word */
const spelt = (word) => [...word].map((letter) => "|" + letter).join("");

/** A number is found whole, but six digits may begin a code.
    @param {string} digits */
const numberPattern = (digits) =>
  new RegExp(`(^|[^0-9.|])${digits}($|[^0-9.|])` + (digits.length >= LEAST_OF_CODE ? `|(^|\\n)${digits}` : ""));

/** Whether a word is in a text to search in, or two or more of its letters begin initials there.
    @param {string} word
    @param {string} searchText */
export function isIn(word, searchText) {
  if (/^[0-9]+$/.test(word)) return numberPattern(word).test(searchText);
  return searchText.includes(word) || ([...word].length > 1 && searchText.includes("\n" + spelt(word)));
}

/** Whether a word is in a text, but within English only where one of its words begins: a broadcast is no road.
    @param {string} word
    @param {string} searchText */
export function isInWords(word, searchText) {
  const rest = searchText.split("\n").filter((line) => !line.startsWith("~")).join("\n");
  return searchText.includes("~" + word) || isIn(word, rest);
}
