// Which requests are the worker's, of an app and of a site alike, and what leaves when there is too much?
import assert from "node:assert/strict";
import { test } from "node:test";
import { insteadOf, insteadOfHome, isFile, kindOf, mayKeep, namesOf, sorted, verdict } from "../../../geo/browser/worker/decide.js";

const HASH = "0123456789abcdef";
const ROOTS = { app: "https://city.example/", below: "https://city.example/maps/", site: "http://localhost:8000/a/b/" };
const asked = (url, more = {}) => ({ method: "GET", mode: "navigate", destination: "document", url, ...more });
const fetched = (url, more = {}) => asked(url, { mode: "cors", destination: "", ...more });

/** Path below the root, and what it is as an address that is gone to, and as one that is fetched. */
const TABLE = [
  ["light/anci-2022", "map", null],
  ["light/anci-2022?w=markets&lang=en#x", "map", null],
  ["anci-2022/index.html", "map", null],
  ["anci-2022/index.en.html?place=a", "map", null],
  ["anci-2022/", "map", null],
  [`assets/light.${HASH}.js`, null, "file"],
  [`layers/anci-2022/facts.${HASH}.json`, null, "file"],
  [`layers/anci-2022/facts.${HASH}.json?x=1`, null, null],
  ["assets/light.js", null, null],
  [`export/table.${HASH}.csv`, null, null],
  ["", "home", null],
  ["?data=anci-2022", "home", null],
  ["index.en.html", "home", null],
  ["?embed=true", null, null],
  ["light/anci-2022/story.json?lang=zh", null, "story"],
  ["anci-2022/story.en.json", null, "story"],
  ["share/story.html", null, null],
  ["light", null, null],
  ["light/anci-2022/more", null, null],
  ["edit", null, null],
  ["figures", null, null],
  ["api/places", null, null],
  ["export/onemap.html", null, null],
  ["share/card.png", null, null],
  ["health", null, null],
  ["_stcore/health", null, null],
  ["_stcore/upload_file/a/b", null, null],
  ["anci-2022/place/minghua-road.html", null, null],
  ["anci-2022/place/minghua-road", null, null],
  ["worker.js", null, null],
  ["icon.svg", null, null],
];

for (const [name, root] of Object.entries(ROOTS)) {
  test(`below ${name} maps and files named by content are answered, and nothing else`, () => {
    for (const [path, gone, got] of TABLE) {
      assert.equal(kindOf(asked(root + path), root), gone, path);
      assert.equal(kindOf(fetched(root + path), root), got, path);
      for (const method of ["POST", "PUT", "DELETE", "HEAD"]) {
        assert.equal(kindOf(asked(root + path, { method }), root), null);
        assert.equal(kindOf(fetched(root + path, { method }), root), null);
      }
    }
  });
}

test("what lies outside the root is not the worker's, but the data of another host are", () => {
  const root = ROOTS.below;
  assert.equal(kindOf(asked("https://city.example/light/anci-2022"), root), null);
  assert.equal(kindOf(fetched(`https://city.example/layers/a/b.${HASH}.json`), root), null);
  const data = `https://cdn.example/maps/a/b.${HASH}.json`;
  assert.equal(kindOf(fetched(data), root), "file");
  assert.ok(isFile(data, root));
  assert.equal(kindOf(fetched(data, { mode: "no-cors", destination: "image" }), root), null, "a tile");
  assert.equal(kindOf(fetched("https://cdn.example/7/3.png"), root), null);
  assert.equal(kindOf(fetched(`blob:${data}`), root), null);
});

test("a page is one whatever it shows, and in another language rather than not at all", () => {
  const root = ROOTS.below;
  const page = root + "light/anci-2022";
  const [own] = namesOf(page + "?lang=zh&w=markets&c=1,2,3&v=1.3.0#x", root);
  assert.deepEqual(namesOf(page + "?place=a&lang=zh", root), [own]);
  assert.notEqual(namesOf(page + "?lang=zh&embed=true", root)[0], own);
  const kept = [own, page + "?lang=zh&embed=true", root + "light/other?lang=zh"];
  assert.deepEqual(namesOf(page + "?lang=en", root, kept), [page + "?lang=en", own]);
  const files = [root + "a/index.html?lang=", root + "a/index.en.html?lang=", root + "b/index.html?lang="];
  assert.deepEqual(namesOf(root + "a/", root, files).slice(0, 2), files.slice(0, 2));
  assert.ok(!namesOf(root + "a/", root, files).includes(files[2]));
});

test("what is shown in the app's page is another form of it, and stands in by itself where it has to", () => {
  const root = ROOTS.below;
  const page = root + "light/anci-2022";
  const [held] = namesOf(page + "?lang=zh&held=", root);
  const [own] = namesOf(page + "?lang=zh", root);
  assert.notEqual(held, own);
  assert.deepEqual(namesOf(page + "?lang=en", root, [held, own]), [page + "?lang=en", own, held]);
  assert.deepEqual(namesOf(page + "?lang=zh&held=", root, [own]), [held], "by itself it lacks what the frame has");
});

test("the map seen last stands for the first page, of the package that its address names", () => {
  for (const [root, at] of [[ROOTS.below, (id) => `light/${id}`], [ROOTS.site, (id) => `${id}/index.html`]]) {
    const name = (id, rest = "") => root + at(id) + "?lang=zh" + rest;
    const pages = new Map([
      [name("old"), { used: 1 }], [name("new", "&held"), { used: 3 }], [name("other", "&embed=true"), { used: 4 }],
    ]);
    assert.equal(insteadOfHome(root, root, pages), name("new"));
    assert.equal(insteadOfHome(root + "?w=b&lang=en", root, pages), root + at("new") + "?w=b&lang=en");
    assert.equal(insteadOfHome(root + "?data=old&place=a", root, pages), name("old", "&place=a"));
    assert.equal(insteadOfHome(root + "?data=other", root, pages), null, "others' pages show it, not ours");
    assert.equal(insteadOfHome(root, root, new Map()), null);
  }
});

test("the file of another language is gone to with the language that was asked for", () => {
  const page = ROOTS.site + "a/index.html";
  const english = ROOTS.site + "a/index.en.html";
  assert.equal(insteadOf(page + "?lang=zh", page + "?w=b"), null);
  assert.equal(insteadOf(page + "?lang=zh", ROOTS.site + "a/"), null);
  assert.equal(insteadOf(ROOTS.app + "light/a?lang=zh", ROOTS.app + "light/a?lang=en"), null);
  assert.equal(insteadOf(page + "?lang=zh", english + "?w=b#x"), page + "?lang=en&w=b#x");
  assert.equal(insteadOf(page + "?lang=zh", english + "?lang=zh"), page + "?lang=zh");
  assert.equal(insteadOf(english + "?lang=en", page), english + "?lang=zh");
});

test("an answer of a server in trouble is replaced, one that says it is gone is believed", () => {
  const page = "https://city.example/light/anci-2022";
  for (const status of [500, 502, 503, 504]) assert.equal(verdict(status, page), "kept");
  for (const status of [401, 403, 404, 410]) assert.equal(verdict(status, page), "gone");
  assert.equal(verdict(404, page + "?v=1.0.0"), "shown", "a version is gone, not the package");
  for (const status of [0, 200, 304, 429]) assert.equal(verdict(status, page), "shown");
});

test("kept is what is whole and may be kept", () => {
  const answer = (more = {}, cached = "no-cache") =>
    ({ status: 200, type: "basic", redirected: false, headers: new Headers({ "Cache-Control": cached }), ...more });
  assert.ok(mayKeep(answer()));
  assert.ok(mayKeep(answer({ type: "cors", headers: new Headers() })));
  for (const status of [0, 204, 206, 301, 404, 500, 503]) assert.ok(!mayKeep(answer({ status })));
  assert.ok(!mayKeep(answer({ type: "opaque" })));
  assert.ok(!mayKeep(answer({ redirected: true })));
  for (const said of ["no-store", "private, max-age=3", "Private"]) assert.ok(!mayKeep(answer({}, said)), said);
});

test("the pages drawn last stay, as many as there is room for, with files that they share once", () => {
  const page = (used, files) => ({ mark: "", used, files });
  const pages = new Map([
    ["old", page(1, { shared: 10, a: 10 })],
    ["new", page(3, { shared: 10, b: 10 })],
    ["large", page(2, { c: 1000 })],
  ]);
  const bounds = { pages: 8, files: 800, bytes: 40 };
  assert.deepEqual(sorted(pages, bounds), { gone: ["large"], stay: new Set(["shared", "b", "a"]) });
  assert.deepEqual(sorted(pages, { ...bounds, pages: 1 }).gone, ["large", "old"]);
  assert.deepEqual(sorted(pages, { ...bounds, files: 2 }).gone, ["large", "old"]);
  assert.deepEqual(sorted(new Map()), { gone: [], stay: new Set() });
});
