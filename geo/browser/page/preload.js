/* What will the map ask for? Its frame comes late, when the page has been drawn; what it needs can
   come while the page's own code does. The browser keeps it: names carry a hash. */
import { onBegin } from "./light.js";

/** @type {HTMLMetaElement | null} */
const named = document.querySelector('meta[name="onemap-ahead"]');
onBegin(() => {
  for (const path of named ? named.content.split(" ") : []) {
    // What fails here is asked for again by the map, which says so.
    fetch(path, { priority: "low" }).then((answer) => answer.arrayBuffer()).catch(() => {});
  }
});
