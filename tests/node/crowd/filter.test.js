// Which places of a crowd are shown, and how many of them?
import assert from "node:assert/strict";
import { test } from "node:test";
import { filterSettled, followFilter, foundBefore, openCrowd } from "../../../geo/browser/crowd/filter.js";
import { countOf, crowd, isShown, passesFilter } from "../../../geo/browser/shared/crowd.js";
import { on } from "../../../geo/browser/shared/events.js";
import { useHost } from "../../../geo/browser/shared/host.js";
import { state } from "../../../geo/browser/shared/state.js";

state.catalogue = { workstreams: { housing: { colour: "#a83152" }, streets: { colour: "#6257ba" } }, neutral: { colour: "#555555" } };
const index = () => ({
  categories: [
    { layer: "roads", workstream: "streets", located: true, count: 400 },
    { layer: "compounds", workstream: "housing", located: false, count: 200 },
    { layer: "compounds", workstream: null, located: true, count: 40 },
  ],
  chunks: [{ count: 512 }, { count: 128 }],
});
const bits = (positions) => {
  const bytes = Buffer.alloc(80);
  for (const position of positions) bytes[position >> 3] |= 128 >> (position & 7);
  return bytes;
};

test("a package without a crowd has no index, and shows none of it", () => {
  openCrowd(null);
  assert.deepEqual(countOf(null), { shown: 0, total: 0, workstream: null });
  assert.equal(passesFilter(0, 0), false);
});

test("chunks follow each other, and categories know their colours", () => {
  openCrowd(index());
  assert.deepEqual(crowd.index.chunks.map(({ first }) => first), [0, 512]);
  assert.deepEqual([...crowd.lookOf], [0, 1, 2]);
  assert.deepEqual([...crowd.located], [1, 0, 1]);
});

test("without a text the categories decide", async () => {
  openCrowd(index());
  await followFilter({ categories: "oA==", counts: [400, 0, 40], found: null });
  assert.deepEqual([0, 1, 2].map((category) => passesFilter(9, category)), [true, false, true]);
  assert.deepEqual(countOf("compounds"), { shown: 40, total: 240, workstream: undefined });
  assert.deepEqual(countOf("roads"), { shown: 400, total: 400, workstream: "streets" });
  assert.deepEqual(isShown({ properties: { position: 3, category: 1 } }), false);
});

test("with a text a bit decides, and bits are counted block by block", async () => {
  openCrowd(index());
  const found = [0, 7, 8, 255, 256, 300, 511, 512, 639];
  await followFilter({ categories: "4A==", counts: [5, 3, 1], found: "bits:" + bits(found).toString("base64") });
  for (let position = 0; position < 640; position += 1) {
    assert.equal(passesFilter(position, 0), found.includes(position));
    assert.equal(foundBefore(position, crowd.filter.found), found.filter((other) => other < position).length, position);
  }
});

test("only the last filter asked for counts, and one that fails is said", async () => {
  openCrowd(index());
  let release = null;
  useHost({ fetchBytes: () => new Promise((resolve) => { release = () => resolve(bits([1])); }) });
  let failed = 0;
  on("filter-failed", () => { failed += 1; });
  followFilter({ categories: "4A==", counts: [1, 0, 0], found: "layers/slow" });
  followFilter({ categories: "gA==", counts: [400, 0, 0], found: null });
  release();
  await filterSettled();
  await new Promise(setImmediate);
  assert.equal(crowd.filter.found, null);
  useHost({ fetchBytes: async () => { throw new Error("HTTP 503"); } });
  const warn = console.warn;
  console.warn = () => {};
  await followFilter({ categories: "4A==", counts: [1, 0, 0], found: "layers/gone" });
  console.warn = warn;
  assert.equal(failed, 1);
  assert.equal(crowd.filter.found, null, "what was shown stays");
});
