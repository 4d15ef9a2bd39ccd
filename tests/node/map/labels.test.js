// Do names keep out of each other's way, and popups off what they explain?
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeLabels, shortened, widthEm } from "../../../geo/browser/map/labels.js";
import { popupSpot, RIM_PX, roomFor } from "../../../geo/browser/map/popup-spot.js";
import { cases } from "../cases.js";

const how = { reach: 20, size: 10, sides: ["right", "left", "below", "above"] };

for (const [text, width, short] of cases("badges").names) {
  test(`the name ${text} is as wide as on paper`, () => {
    assert.ok(Math.abs(widthEm(text) - width) < 1e-9);
    assert.equal(shortened(text), short);
  });
}

test("a name takes the first free side, gives way, and must stand where it is chosen", () => {
  const labels = makeLabels({ x: 200, y: 100 });
  const spot = { x: 100, y: 50 };
  const sides = [0, 1, 2, 3].map(() => labels.beside("明华路", spot, how)?.box);
  assert.deepEqual(sides.map((box) => [box.left, box.top]), [[120, 43.75], [50, 43.75], [85, 68], [85, 19.5]]);
  assert.equal(labels.beside("明华路", spot, how), null);
  assert.equal(labels.centred("安次区", { x: 100, y: 50 }, { size: 10, spacing: 0 })?.text, "安次区");
  assert.equal(labels.beside("明华路", spot, { ...how, must: true })?.box.left, 120);
});

test("names beside each other stand apart, and so does the dot that one of them brings", () => {
  const labels = makeLabels({ x: 300, y: 100 });
  const town = { ...how, reach: 6, dot: 3 };
  assert.deepEqual(labels.beside("永丰", { x: 100, y: 50 }, town)?.box, { left: 106, top: 43.75, right: 126, bottom: 56.25 });
  assert.equal(labels.centred("石", { x: 134, y: 50 }, { size: 10, spacing: 0 }), null); // three pixels away
  assert.equal(labels.centred("石", { x: 135, y: 50 }, { size: 10, spacing: 0 })?.box.left, 130);
  assert.equal(labels.beside("长丰", { x: 110, y: 57 }, town), null, "its dot would lie on a name");
  assert.equal(labels.beside("长丰", { x: 98, y: 50 }, town), null, "or on another dot");
  assert.notEqual(labels.beside("长丰", { x: 110, y: 70 }, town), null);
});

test("a long name is written in full where there is room, else cut", () => {
  const long = "银河南路街道办事处便民服务中心"; // 15 em
  const wide = makeLabels({ x: 400, y: 100 });
  assert.equal(wide.beside(long, { x: 100, y: 50 }, how)?.text, long);
  const narrow = makeLabels({ x: 150, y: 100 });
  assert.equal(narrow.beside(long, { x: 74, y: 50 }, how)?.text, shortened(long));
});

test("no name is cut by the frame", () => {
  const labels = makeLabels({ x: 100, y: 100 });
  assert.equal(labels.beside("明华路", { x: 70, y: 50 }, { ...how, sides: ["right"] }), null);
  assert.equal(labels.centred("广阳区", { x: 10, y: 50 }, { size: 12, spacing: 0.1 }), null);
});

test("a popup is whole in any frame, and off any box that was fitted for it", () => {
  for (let width = 180; width <= 1400; width += 61) {
    for (let height = 150; height <= 900; height += 53) {
      const frame = { x: width, y: height };
      const size = { x: Math.min(280, width - 2 * RIM_PX), y: Math.min(90, height - 2 * RIM_PX) };
      const [[left, top], [right, bottom]] = roomFor(frame, size);
      const box = { left, top, right: width - right, bottom: height - bottom };
      const { x, y } = popupSpot(frame, box, size);
      assert.ok(x >= RIM_PX && y >= RIM_PX && x + size.x <= width - RIM_PX + 1e-9 && y + size.y <= height - RIM_PX + 1e-9);
      if (box.right - box.left < 20 || box.bottom - box.top < 20) continue; // a frame too small for both
      const apart = x + size.x <= box.left || x >= box.right || y + size.y <= box.top || y >= box.bottom;
      assert.ok(apart, `${width} by ${height}`);
    }
  }
});
