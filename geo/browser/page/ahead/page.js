/* What does the page's own script lend to the one that answers ahead? What is there once in a page.

   Its modules listen and remember; bundled again they would do so twice (build.mjs puts what is lent here). */
export { fetchText } from "../copy.js";
export { map } from "../go.js";
export { run, told } from "../ahead.js";
