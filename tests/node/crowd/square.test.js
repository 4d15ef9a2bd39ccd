// Does the browser place points on the square where Python does?
import assert from "node:assert/strict";
import { test } from "node:test";
import { degrees, square } from "../../../geo/browser/crowd/square.js";
import { cases } from "../cases.js";

test("degrees and units of the square", () => {
  for (const { lon, lat, x, y } of cases("mercator")) {
    const found = square({ lat, lng: lon });
    assert.ok(Math.abs(found.x - x) <= 1 && Math.abs(found.y - y) <= 1, `${lon}, ${lat}`);
    const [longitude, latitude] = degrees(x, y);
    assert.ok(Math.abs(longitude - lon) < 1e-6 && Math.abs(latitude - lat) < 1e-6, `${x}, ${y}`);
  }
});
