// How far is a point from each kind of geometry? Degrees near 39.5 N; expected in metres by hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { distance } from "../../../geo/browser/shared/distance.js";

const METRES_A_DEGREE = 111_195; // of latitude; a degree of longitude is the cosine of it
const SHRINK = Math.cos((39.502 * Math.PI) / 180);
const here = { lat: 39.502, lng: 116.7 };
const north = 0.008 * METRES_A_DEGREE;
const east = 0.01 * METRES_A_DEGREE * SHRINK;
const square = (reach, lat = 39.5) => [
  [116.7 - reach, lat - reach], [116.7 + reach, lat - reach], [116.7 + reach, lat + reach],
  [116.7 - reach, lat + reach], [116.7 - reach, lat - reach],
];

const expected = {
  Point: [[116.7, 39.51], north],
  MultiPoint: [[[116.7, 39.6], [116.7, 39.51]], north],
  LineString: [[[116.6, 39.51], [116.8, 39.51]], north],
  MultiLineString: [[[[116.6, 39.51], [116.8, 39.51]], [[116, 39], [117, 39]]], north],
  MultiPolygon: [[[square(0.1)], [square(0.1, 42)]], 0],
};

for (const [type, [coordinates, metres]] of Object.entries(expected)) {
  test(`to a ${type}`, () => {
    assert.ok(Math.abs(distance({ type, coordinates }, here) - metres) <= 0.001 * metres + 0.001);
  });
}

test("in a hole is outside", () => {
  const metres = distance({ type: "Polygon", coordinates: [square(0.1), square(0.01)] }, here);
  assert.ok(Math.abs(metres - Math.min(east, north)) < 0.001 * east);
});

test("points of a MultiPoint are not joined", () => {
  const apart = [[116.6, 39.502], [116.8, 39.502]];
  assert.equal(Math.round(distance({ type: "LineString", coordinates: apart }, here)), 0);
  assert.ok(distance({ type: "MultiPoint", coordinates: apart }, here) > 8000);
});
