// Does a text mean another, and what is suggested for what was typed?
import assert from "node:assert/strict";
import { test } from "node:test";
import { isIn, normalise } from "../../../geo/browser/shared/normalise.js";
import { isWorthAsking, suggestionsFor } from "../../../geo/browser/shared/suggest.js";
import { cases } from "../cases.js";

const { normalise: texts, matches } = cases("search");

test("texts are normalised as Python does", () => {
  for (const [text, normal] of texts) assert.equal(normalise(text), normal, text);
});

test("a word is found in a text, by its initials from the first on", () => {
  for (const [word, hay, found] of matches) assert.equal(isIn(word, hay), found, `${word} in ${hay}`);
});

const entry = (id, keys, initials = []) => ({ id, keys, initials });
const index = {
  place: [
    entry("minghua-road", ["明华路", "minghualu", "minghuaroad"], ["mhl"]),
    entry("shunan-street", ["顺安街", "shunanjie", "shunanstreet"], ["saj"]),
    entry("huayi-building", ["华意楼", "huayilou", "huayibuilding"], ["hyl"]),
  ],
  workstream: [entry("markets", ["市场秩序", "markets"], ["sczx"])],
  figure: [entry("roads-relaid", ["道路罩面", "roadsresurfaced"])],
};
const ids = (text) => suggestionsFor(index, text).map((found) => found.entry.id);

test("what begins with the text comes before what only holds it", () => {
  assert.deepEqual(ids("hua"), ["huayi-building", "minghua-road"]);
});

test("initials count from the first letter on, and from two on", () => {
  assert.deepEqual(ids("mhl"), ["minghua-road"]);
  assert.deepEqual(ids("hl"), []);
});

test("one slip is forgiven where nothing has the text as typed", () => {
  assert.deepEqual(ids("minghau"), ["minghua-road"]); // two letters changed places
  assert.deepEqual(ids("mighua"), ["minghua-road"]); // one left out
  assert.deepEqual(ids("minnghua"), ["minghua-road"]); // one put in
  assert.deepEqual(ids("明化路"), ["minghua-road"]);
  assert.deepEqual(ids("mimh"), []);
});

test("signs alone and ids lead to nothing", () => {
  for (const text of ["", " ", "!?", "id:minghua-road", ".*"]) assert.deepEqual(ids(text), [], text);
});

test("no more than eight are suggested, places first", () => {
  const many = { ...index, place: Array.from({ length: 20 }, (_, at) => entry(`road-${at}`, [`road${at}`])) };
  const found = suggestionsFor(many, "road");
  assert.equal(found.length, 8);
  assert.ok(found.every(({ kind }) => kind === "place"));
});

test("the server is asked from a Chinese sign or two letters on", () => {
  assert.deepEqual(["路", "ab", "a", "1", "id:ab", ""].map(isWorthAsking), [true, true, false, false, false, false]);
});
