// Do badges stand and join on the screen as on paper?
import assert from "node:assert/strict";
import { test } from "node:test";
import { joinBadges, ringParts } from "../../../geo/browser/map/badges.js";
import { cases } from "../cases.js";

for (const { name, areas, counts, badges } of cases("badges").cases) {
  test(name, () => {
    const given = areas.map(([id, parent, x, y, size]) => ({ id, parent, x, y, size }));
    const found = joinBadges(given, new Map(Object.entries(counts)));
    assert.deepEqual(found.map(({ area, x, y, count, members }) => [area, x, y, count, members]), badges);
  });
}

test("a ring is shared out, the largest share first, and closes", () => {
  const parts = ringParts([["roads", 1], ["compounds", 3]]);
  assert.deepEqual(parts, [{ of: "compounds", from: 0, to: 0.75 }, { of: "roads", from: 0.75, to: 1 }]);
});
