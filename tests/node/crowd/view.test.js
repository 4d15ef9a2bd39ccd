// Is a view looked through once, and does a filter choose among what it has?
import assert from "node:assert/strict";
import { test } from "node:test";
import { followFilter, openCrowd } from "../../../geo/browser/crowd/filter.js";
import { scaleAt } from "../../../geo/browser/crowd/square.js";
import { dotsShown, sightOf } from "../../../geo/browser/crowd/view.js";
import { state } from "../../../geo/browser/shared/state.js";

state.catalogue = { workstreams: { streets: { colour: "#6257ba" } }, neutral: { colour: "#555555" } };
const located = true;
const categories = [{ layer: "a", workstream: "streets", located, count: 3 }, { layer: "b", workstream: null, located, count: 3 }];
const index = { categories, chunks: [{ count: 6 }] };
const unit = 1 / scaleAt(10); // of a pixel
const frame = { x: 0, y: 0, width: 640, height: 640, zoom: 10 };

/* Points at 100, 200 and 900 pixels, an area of 3 pixels, a line of 50 pixels, and one beside the frame. */
function chunk() {
  const px = (values) => Int32Array.from(values, (value) => value * unit);
  const [x, wide] = [[100, 200, 900, 300, 400, 800], [0, 0, 0, 3, 50, 50]];
  return {
    first: 0, count: 6, category: Uint16Array.from([0, 1, 0, 1, 0, 1]), kind: Uint8Array.from([0, 0, 0, 2, 1, 1]),
    x: px(x), y: px(x), partAt: new Uint32Array(7), box: px(x.flatMap((at, place) => [at, at, at + wide[place], at + wide[place]])),
    sorts: [[[0, 2], [1]], [[4], [5]], [[], [3]]],
  };
}

function look(...seen) {
  const painter = sightOf(...seen);
  for (;;) {
    const { done, value } = painter.next();
    if (done) return value;
  }
}

test("a filter chooses among the dots of a view that is known", async () => {
  openCrowd(index);
  const chunks = [chunk()];
  const all = look(frame, chunks);
  assert.deepEqual(all.shapes.map(({ kind, places }) => [kind, places]), [[1, [4]]]);
  for (const [mask, counts, positions] of [["wA==", [3, 3], [0, 1, 3]], ["gA==", [3, 0], [0]], ["QA==", [0, 3], [1, 3]]]) {
    await followFilter({ categories: mask, counts, found: null });
    const again = look(frame, [...chunks]);
    assert.equal(again, all);
    const { count, position } = dotsShown(again.dots);
    assert.deepEqual([...position.subarray(0, count)], positions);
  }
});

test("another frame is looked through anew, and so are other chunks", () => {
  const chunks = [chunk()];
  const all = look(frame, chunks);
  const moved = look({ ...frame, x: 320, y: 320 }, chunks);
  assert.deepEqual([...moved.dots.x.subarray(0, moved.dots.count)].map(Math.round), [580]);
  assert.notEqual(look(frame, [chunk()]), all);
  const nearer = look({ ...frame, zoom: 11 }, chunks); // where the area is large enough, and 400 pixels are 800
  assert.deepEqual(nearer.shapes.map(({ kind, places }) => [kind, places]), [[2, [3]]]);
});
