// Is a view read from an address as it was written there, and is everything else passed over and named?
import assert from "node:assert/strict";
import { test } from "node:test";
import { readAddress, statedView, writtenView } from "../../../geo/browser/file/address.js";

const records = (...ids) => ids.map((id) => ({ id }));
const held = {
  facts: { aliases: { "old-road": "minghua-road" }, version: "1.3.0" },
  workstreams: records("streetscape", "markets", "rural"),
  layers: records("roads", "villages"),
  place: new Map([["minghua-road", {}], ["dishili-village", {}]]),
};
const opening = { link: "w=markets", lang: null, basemaps: ["osm"] };
const read = (words) => readAddress(words, held, opening);

test("a view comes back as it was written", () => {
  const views = [
    { lang: "zh", workstreams: [], layers: null, query: "", place: null, base: null, centre: null },
    { lang: "en", workstreams: ["markets", "rural"], layers: [], query: "", place: "minghua-road", base: null, centre: null },
    { lang: "zh", workstreams: [], layers: ["roads"], query: "明华 路&=#%", place: null, base: "osm", centre: [39.51, 116.69, 12] },
  ];
  for (const view of views) {
    assert.deepEqual(read(writtenView(view, null).slice(1)), { view, ignored: [], version: null });
    const search = writtenView(view, "?data=anci-2022&w=rural&lang=zh&embed=true");
    assert.deepEqual(read(search.slice(1)), { view, ignored: [], version: null });
    assert.match(search, /^\?data=anci-2022&embed=true&lang=/);
  }
});

test("a version goes on being named as far as it is this one", () => {
  const { view, version } = read("v=1.3.0&w=rural");
  assert.equal(version, null);
  assert.match(writtenView(view, "?x=1&v=1.3.0", "1.3.0"), /^\?x=1&v=1\.3\.0&lang=/);
  assert.equal(read("v=1.2.0&w=rural").version, "1.2.0");
  assert.match(writtenView(view, "?x=1&v=1.2.0&vv=2", "1.3.0"), /^\?x=1&vv=2&lang=/);
});

test("a served page reads its query, and what stands behind the address of a file as well", () => {
  const address = { search: "?w=rural", hash: "#lang=en" };
  assert.equal(statedView(address, true), "lang=en");
  assert.equal(statedView({ ...address, hash: "#top" }, true), "w=rural");
  assert.equal(statedView({ ...address, hash: "" }, false), "");
});

test("without an address it is the link that the file was made from", () => {
  assert.deepEqual(read("").view.workstreams, ["markets"]);
});

test("a former id leads to the present one, and no id to the prototype of objects", () => {
  assert.equal(read("lang=zh&place=old-road").view.place, "minghua-road");
  for (const place of ["constructor", "__proto__", "toString"]) {
    assert.deepEqual(read(`lang=zh&place=${place}`), { view: { ...read("lang=zh").view }, ignored: ["place"], version: null });
  }
});

test("what is not understood is named, and nothing of it shown", () => {
  const broken = ["lang=fr", "w=nobody", "place=nobody", "base=nobody", "c=91,400,12", "c=39,116,99", "c=39,116", "c=1e9,0,3"];
  for (const part of broken) {
    const { view, ignored } = read(part);
    assert.deepEqual(ignored, [part.split("=")[0]], part);
    assert.equal(view.place, null);
    assert.equal(view.centre, null);
  }
});
