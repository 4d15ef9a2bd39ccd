/* How is the explorer shown in a page of others? The map alone, the parts that the link asks for, and
   below it whose figures these are. As pages/shared/frame.py has it for what needs a session. */
import { element } from "../shared/element.js";
import { on } from "../shared/events.js";
import { wording } from "../shared/language.js";
import { arrivedParameters } from "./arrived.js";
import { held } from "./held.js";
import { isServed, opening } from "./parts.js";
import { fileText } from "./words.js";

const PARTS = ["legend", "search", "panel"];

/** Which parts an embedded page shows, and whether its map stays where it is; null where it is none.
    @param {string} search
    @returns {{ parts: string[], isLocked: boolean, story: string } | null} */
export function embedding(search) {
  const stated = arrivedParameters(search.slice(1));
  if (stated.get("embed") !== "true") return null;
  const named = (stated.get("ui") ?? "legend").split(",").filter(Boolean);
  const known = PARTS.filter((part) => named.includes(part));
  const parts = known.length || !named.length ? known : ["legend"]; // of nothing known, what usually is shown
  return { parts, isLocked: stated.get("lock") === "1", story: stated.get("story") || "" };
}

/** What the address states that is about the frame alone, and is in no link to the view itself. */
export const embeddingNow = () => (isServed() ? embedding(location.search) : null);

/** A query without what is about a frame, and without what is named.
    @param {string} search
    @param {string} [more] */
export function ownQuery(search, more = "") {
  const left = ["embed", "embed_options", "ui", "lock", more].filter(Boolean);
  /** @param {string} part */
  const isOwn = (part) => part && !left.includes(part.split("=")[0]);
  const parts = search.slice(1).split("&").filter(isOwn);
  return parts.length ? "?" + parts.join("&") : "";
}

/** The source that most of what is shown comes from; the first named, of several.
    @param {Shown} shown */
function mostUsed({ figures }) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { source } of figures.length ? figures : held.figures) {
    counts.set(source, (counts.get(source) || 0) + 1);
  }
  const [first] = [...counts].sort(([, one], [, other]) => other - one);
  return first ? wording(held.titles[first[0]]) : "";
}

/** Whose figures these are and in which state, with a link to the same view in full.
    @returns {Part} */
export function sourceLine() {
  const box = element("p", "source-line");
  const link = element("a");
  link.target = "_blank";
  link.rel = "noopener";
  on("address", () => { // where the map stands is part of what is opened in full
    const whole = ownQuery(location.search, "data");
    link.href = opening.home + whole.replace("?", "?data=" + opening.package + "&");
  });
  /** @type {Part["draw"]} */
  const draw = (_, shown) => {
    const { title, version } = held.facts;
    const facts = fileText("embed.facts", { version, source: mostUsed(shown) });
    link.textContent = fileText("embed.open");
    box.replaceChildren(element("b", "", wording(title)), " ", element("span", "", facts), " ", link);
  };
  return { box, draw };
}
