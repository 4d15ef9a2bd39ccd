/* Where does a link of the live map lead on a site of files? The app has one address for all packages; a
   site has a page for each, to which its first page leads on. Without a view it stays. */
import { leadsTo } from "./lead.js";

const maps = [...document.querySelectorAll("a[data-map]")].map((link) => ({
  id: /** @type {HTMLElement} */ (link).dataset.map ?? "",
  page: /** @type {HTMLAnchorElement} */ (link).href,
}));
const found = leadsTo(location, maps);
if (found) location.replace(found);
