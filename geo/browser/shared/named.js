/* Which files named by their content does a page's text name? Two pages that name the same are the same
   to whoever keeps them: the code, the data and the settings are. */
const NAMES = /[a-z0-9_-]+\.[0-9a-f]{16}\.[a-z0-9]+/gi;

/** @param {string} words */
export const namedIn = (words) => [...new Set(words.match(NAMES) ?? [])].sort().join(" ");
