/* What does the page know that the server does not? Where it lies, and where the map stands.

   The address as the reader wrote it and the map's centre `c` are the browser's own. Elements that
   carry `data-here` (a path with the rest of a link's parameters) are completed here: a field gets
   the link, a picture or a link its address, a frame its page. */
import { fetchText, root, today } from "./copy.js";

/* The address of a path below the root, with the map's present centre where that matters. */
function address(path, still) {
  const made = new URL(path, root());
  const centre = still ? null : new URLSearchParams(location.search).get("c");
  const query = made.search.slice(1).replaceAll("%2C", ",");
  const parts = [query, centre && "c=" + centre].filter(Boolean);
  return made.origin + made.pathname + (parts.length ? "?" + parts.join("&") : "");
}

const ATTRIBUTE = { IMG: "src", A: "href" };

function complete(element) {
  const dated = "dated" in element.dataset ? "&on=" + today() : "";
  const wanted = address(element.dataset.here, "still" in element.dataset) + dated;
  if (element.dataset.at === wanted) return;
  element.dataset.at = wanted;
  if (element.tagName in ATTRIBUTE) element.setAttribute(ATTRIBUTE[element.tagName], wanted);
  else if (element.tagName === "DIV") frame(element, wanted);
  else if ("failed" in element.dataset) fill(element, wanted);
  else element.value = content(element, wanted);
}

/* A frame of our own page, as the embedding site will have it. */
function frame(element, wanted) {
  const made = document.createElement("iframe");
  made.src = wanted;
  made.title = decodeURIComponent(element.dataset.title);
  made.height = element.dataset.height;
  element.replaceChildren(made);
}

/* A text that the server writes. */
async function fill(element, wanted) {
  delete element.dataset.ready;
  try {
    const words = await fetchText(wanted);
    if (element.dataset.at !== wanted) return; // something else was asked for meanwhile
    element.value = words;
    element.dataset.ready = "";
  } catch (fault) {
    console.warn("no text:", fault.message);
    if (element.dataset.at === wanted) element.value = element.dataset.failed;
  }
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const written = (text) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]);

/* The link alone, or the markup that embeds it on another page, every text written out. */
function content(element, wanted) {
  if (!("title" in element.dataset)) return wanted;
  const { width, height } = element.dataset;
  const title = decodeURIComponent(element.dataset.title);
  const size = `width="${written(width)}" height="${written(height)}"`;
  const frame = `<iframe src="${written(wanted)}" title="${written(title)}" ${size}`;
  return frame + ' style="border:0" loading="lazy" allow="clipboard-write; geolocation"></iframe>';
}

function completeAll() {
  document.querySelectorAll("[data-here]").forEach(complete);
  const title = document.querySelector("h1.title[lang], .source-line[lang]");
  if (title) document.documentElement.lang = title.lang;
}

let due = false;
function soon() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    completeAll();
  });
}

new MutationObserver(soon).observe(document.documentElement, { childList: true, subtree: true });
