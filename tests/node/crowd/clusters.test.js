// Which dots stand together, and is each counted once?
import assert from "node:assert/strict";
import { test } from "node:test";
import { clusterDots } from "../../../geo/browser/crowd/clusters.js";
import { openCrowd } from "../../../geo/browser/crowd/filter.js";
import { state } from "../../../geo/browser/shared/state.js";

state.catalogue = { workstreams: { housing: { colour: "#a83152" } }, neutral: { colour: "#555555" } };
openCrowd({ categories: [{ layer: "a", workstream: "housing", located: true, count: 9 }, { layer: "b", workstream: null, located: false, count: 9 }], chunks: [] });
const frame = { x: 0, y: 0, width: 800, height: 600 };
const dots = (spots) => ({
  count: spots.length,
  x: Float32Array.from(spots, ([x]) => x),
  y: Float32Array.from(spots, ([, y]) => y),
  position: Uint32Array.from(spots, ([, , position], at) => position ?? at),
  category: Uint16Array.from(spots, ([, , , category]) => category ?? 0),
});

test("dots with room around them stay alone", () => {
  const apart = dots([[100, 100], [200, 100], [100, 300]]);
  assert.deepEqual(clusterDots(apart, frame), []);
  assert.deepEqual([...apart.group], [-1, -1, -1]);
});

test("dots that hide each other are one circle in their middle, also across a cell's edge", () => {
  for (const at of [100, 126, 128]) { // cells are 64 pixels wide
    const near = dots([[at, 100], [at + 4, 102], [400, 400]]);
    const [group, ...more] = clusterDots(near, frame);
    assert.deepEqual(more, []);
    assert.equal(group.count, 2);
    assert.ok(Math.abs(group.x - (at + 2)) < 1 && Math.abs(group.y - 101) < 1);
    assert.deepEqual([...near.group].filter((key) => key < 0).length, 1);
  }
});

test("every dot of a heap is in exactly one circle", () => {
  const heap = dots(Array.from({ length: 500 }, (_, at) => [100 + (at % 25) * 3, 100 + Math.floor(at / 25) * 3]));
  const groups = clusterDots(heap, frame);
  assert.equal(groups.reduce((sum, { count }) => sum + count, 0), 500);
  assert.ok([...heap.group].every((key) => groups.some((group) => group.key === key)));
});

test("a place of several points counts once, and shares are by kind", () => {
  const several = dots([[100, 100, 5], [103, 100, 5], [101, 102, 6, 1]]);
  const [group] = clusterDots(several, frame);
  assert.equal(group.count, 2);
  assert.deepEqual([...group.shares.values()].sort(), [1, 1]);
});
