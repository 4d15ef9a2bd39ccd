// Are chunks asked for in order, a few at once, read to the unit, and let go in time?
import assert from "node:assert/strict";
import { test } from "node:test";
import { chunkAt, chunkOf, fetchChunk, forgetChunks, wantChunks } from "../../../geo/browser/crowd/chunks.js";
import { openCrowd } from "../../../geo/browser/crowd/filter.js";
import { geometryOf } from "../../../geo/browser/crowd/feature.js";
import { SIDE } from "../../../geo/browser/crowd/square.js";
import { useHost } from "../../../geo/browser/shared/host.js";
import { state } from "../../../geo/browser/shared/state.js";

state.catalogue = { workstreams: {}, neutral: { colour: "#555555" } };
const categories = [{ layer: "a", workstream: null, located: true, count: 3 }];

/* The bytes of a chunk: a point, a line of two corners, an area of four; differences to the one before. */
function bytes() {
  const half = SIDE / 2;
  const columns = [
    ["category", "uint8", [0, 0, 0]], ["kind", "uint8", [0, 1, 2]],
    ["x", "int32", [half, 10, 10]], ["y", "int32", [half, 0, 0]],
    ["parts", "uint8", [0, 1, 1]], ["lengths", "uint16", [2, 4]],
    ["dx", "int32", [0, 5, 0, 8, 0, -8]], ["dy", "int32", [0, 5, 0, 0, 8, 0]],
  ];
  const head = { columns: {} };
  const sizes = { uint8: 1, uint16: 2, int32: 4 };
  let at = 1024;
  for (const [name, type, values] of columns) {
    head.columns[name] = { type, at, length: values.length };
    at += Math.ceil((values.length * sizes[type]) / 8) * 8;
  }
  const made = Buffer.alloc(at);
  const words = Buffer.from(JSON.stringify(head));
  made.write("OMC1");
  made.writeUInt32LE(words.length, 4);
  words.copy(made, 8);
  for (const [name, type, values] of columns) {
    const write = { uint8: "writeUInt8", uint16: "writeUInt16LE", int32: "writeInt32LE" }[type];
    values.forEach((value, number) => made[write](value, head.columns[name].at + number * sizes[type]));
  }
  return made.buffer.slice(made.byteOffset, made.byteOffset + made.byteLength);
}

function open(count, exact = 100) {
  forgetChunks();
  openCrowd({ categories, exact, chunks: Array.from({ length: count }, (_, number) => ({ count: 3, path: `chunk-${number}` })) });
}

test("corners are read to the unit", async () => {
  open(1);
  useHost({ fetchBytes: async () => bytes() });
  const chunk = await fetchChunk(0);
  assert.equal(geometryOf(chunk, 0).type, "Point");
  assert.deepEqual(geometryOf(chunk, 0).coordinates, [0, 0]);
  const line = geometryOf(chunk, 1);
  assert.equal(line.type, "LineString");
  assert.deepEqual([...chunk.cornerX].map((x) => x - SIDE / 2), [10, 15, 20, 28, 28, 20]);
  assert.deepEqual([...chunk.cornerY].map((y) => y - SIDE / 2), [0, 5, 0, 0, 8, 8]);
  const area = geometryOf(chunk, 2);
  assert.equal(area.coordinates[0].length, 5, "a ring is closed");
  assert.deepEqual(Array.from(chunk.box.slice(8)).map((edge) => edge - SIDE / 2), [20, 0, 28, 8]);
});

test("six are on their way at most, in the order wanted", async () => {
  open(20);
  const asked = [];
  const waiting = [];
  useHost({ fetchBytes: (path) => new Promise((resolve) => { asked.push(path); waiting.push(() => resolve(bytes())); }) });
  wantChunks([7, 3, 9, 1, 0, 2, 4, 5]);
  assert.deepEqual(asked, [7, 3, 9, 1, 0, 2].map((number) => `chunk-${number}`));
  wantChunks([5]); // 4 is wanted no longer
  waiting.shift()();
  while (asked.length < 7) await new Promise(setImmediate);
  assert.equal(asked[6], "chunk-5");
  while (waiting.length) waiting.shift()();
});

test("what was used longest ago is let go", async () => {
  open(6, 4); // three times the four places of the fullest view are kept: four chunks
  useHost({ fetchBytes: async () => bytes() });
  for (const number of [0, 1, 2, 3]) await fetchChunk(number);
  assert.ok(chunkAt(0));
  await fetchChunk(4);
  assert.ok(chunkAt(0), "used a moment ago");
  assert.equal(chunkAt(1), null);
});

test("a chunk that fails is asked for again, and a position leads to its chunk", async () => {
  open(3);
  useHost({ fetchBytes: async () => { throw new Error("HTTP 500"); } });
  await assert.rejects(fetchChunk(1), /HTTP 500/);
  useHost({ fetchBytes: async () => bytes() });
  assert.equal((await fetchChunk(1)).first, 3);
  assert.deepEqual([0, 2, 3, 8].map(chunkOf), [0, 0, 1, 2]);
});
