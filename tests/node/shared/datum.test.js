// Do points land where others put them, and come back?
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromGcj02, toGcj02 } from "../../../geo/browser/shared/datum.js";
import { cases } from "../cases.js";

const near = (got, [lng, lat]) => Math.abs(got.lng - lng) < 1e-7 && Math.abs(got.lat - lat) < 1e-7; // a centimetre

for (const { wgs84, gcj02, from } of cases("datum")) {
  test(`a published pair: ${from}`, () => {
    const [[lng, lat], [shiftedLng, shiftedLat]] = [wgs84, gcj02];
    assert.ok(near(toGcj02({ lng, lat }), gcj02));
    assert.ok(near(fromGcj02({ lng: shiftedLng, lat: shiftedLat }), wgs84));
  });
}

test("there and back again is where it was, all over China", () => {
  for (let lng = 73; lng < 137; lng += 3.7) {
    for (let lat = 2; lat < 55; lat += 2.3) assert.ok(near(fromGcj02(toGcj02({ lng, lat })), [lng, lat]));
  }
});
