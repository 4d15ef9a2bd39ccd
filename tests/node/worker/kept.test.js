// Is what is kept always whole: the page that had drawn, with files whose content is what their names say?
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, test } from "node:test";
import { keptIn } from "../../../geo/browser/worker/kept.js";

const ROOT = "https://city.example/maps/";
const SCOPE = ROOT + "light/";
const PAGE = SCOPE + "anci-2022?lang=zh";

/** A browser's caches, as far as the worker uses them: by address alone. */
class Kept extends Map {
  async match(url) { return this.get(url.url ?? url)?.clone(); }
  async put(url, answer) { this.set(url, answer); }
  async keys() { return [...super.keys()].map((url) => ({ url })); }
  async delete(url) { return super.delete(url.url ?? url); }
}
let stores; // by name
let online; // what the network has, by address

const answer = (content, more = {}) => {
  const made = new Response(content, { status: 200, ...more });
  return Object.defineProperty(made, "type", { value: "basic" });
};
const file = (content) => `layers/a/b.${createHash("sha256").update(content).digest("hex").slice(0, 16)}.json`;
const name = (path) => path.split("/").at(-1);
const page = (...paths) => `<main></main><script id="opening">${paths.map(name).join(" ")}</script>`;
const mark = (...paths) => paths.map(name).sort().join(" ");
const all = async (kind) => (await stores.get(`onemap-1 ${SCOPE} ${kind}`)?.keys() ?? []).map(({ url }) => url);

beforeEach(() => {
  stores = new Map();
  online = new Map();
  globalThis.caches = {
    open: async (at) => stores.get(at) ?? stores.set(at, new Kept()).get(at),
    keys: async () => [...stores.keys()],
    delete: async (at) => stores.delete(at),
  };
  globalThis.fetch = async (url) => {
    if (!online.has(url)) throw new TypeError("no network");
    return online.get(url)();
  };
});

const has = (path, content) => online.set(ROOT + path, () => answer(content));
const keep = (paths, more = {}) => keptIn(ROOT, SCOPE).keep({ page: PAGE, mark: mark(...paths), files: paths.map((path) => ROOT + path), ...more });
const shows = (paths, more) => online.set(PAGE, () => answer(page(...paths), more));

test("a page is kept with its files, and opens in other views and languages", async () => {
  const [one, two] = [file("one"), file("two")];
  shows([one, two]);
  has(one, "one");
  has(two, "two");
  assert.equal(await keep([one, two]), "kept");
  const kept = keptIn(ROOT, SCOPE);
  for (const view of ["?lang=zh&w=markets", "?lang=en&place=a", "", "?lang=zh&v=1.3.0"]) {
    assert.equal(await (await kept.page(SCOPE + "anci-2022" + view)).text(), page(one, two), view);
  }
  assert.equal(await kept.page(SCOPE + "other?lang=zh"), undefined);
  assert.equal(await (await kept.file(ROOT + one)).text(), "one");
  await kept.forget(SCOPE + "anci-2022?lang=en");
  assert.deepEqual([await all("pages"), await all("lists"), await all("files")], [[], [], []]);
});

test("with a file that is not what its name says, or that fails, the page before stays", async () => {
  const [one, two] = [file("one"), file("two")];
  shows([one]);
  has(one, "one");
  await keep([one]);
  shows([one, two]);
  for (const wrong of [() => answer("<h1>Please sign in</h1>"), () => answer("two", { status: 404 }), () => { throw new TypeError("away"); }]) {
    online.set(ROOT + two, wrong);
    await assert.rejects(keep([one, two]));
    assert.equal(await (await keptIn(ROOT, SCOPE).page(PAGE)).text(), page(one));
    assert.deepEqual(await all("files"), [ROOT + one]);
  }
  has(two, "two");
  assert.equal(await keep([two]), "newer", "the page that drew had another list of files");
  assert.equal(await keep([one, two]), "kept");
});

test("another state takes the place of the one before, in every language", async () => {
  const [old, now] = [file("old"), file("now")];
  shows([old]);
  has(old, "old");
  has(now, "now");
  await keep([old]);
  const english = SCOPE + "anci-2022?lang=en";
  online.set(english, () => answer(page(now)));
  assert.equal(await keep([now], { page: english }), "kept");
  assert.deepEqual([await all("pages"), await all("files")], [[english], [ROOT + now]]);
});

test("nothing is kept of trouble, of what is private, and of pages that are no maps", async () => {
  const one = file("one");
  has(one, "one");
  assert.equal(await keep([one]), "away");
  shows([one], { status: 503 });
  assert.equal(await keep([one]), "away");
  shows([one], { status: 403 });
  assert.equal(await keep([one]), "none");
  for (const said of ["no-store", "private"]) {
    shows([one], { headers: { "Cache-Control": said } });
    assert.equal(await keep([one]), "none", said);
  }
  online.set(PAGE, () => answer("<main>Please sign in</main>"));
  assert.equal(await keep([one]), "none");
  for (const at of ["edit", "api/places", "", "_stcore/health"]) {
    online.set(ROOT + at, () => answer(page(one)));
    assert.equal(await keep([one], { page: ROOT + at }), "none", at);
  }
  assert.deepEqual([await all("pages"), await all("files")], [[], []]);
});

test("the story is kept with the page whose state it is of, and the day is known", async () => {
  const [one, two] = [file("one"), file("two")];
  const story = SCOPE + "anci-2022/story.json?lang=zh";
  const told = (...paths) => ({ files: [...paths.map((path) => ROOT + path), story] });
  for (const path of [one, two]) has(path, path === one ? "one" : "two");
  for (const [paths, words, expected] of [[[one], "first", "first"], [[one], "later", "first"], [[one, two], "next", "next"]]) {
    shows(paths);
    online.set(story, () => answer(words));
    assert.equal(await keep(paths, told(...paths)), "kept");
    assert.equal(await (await keptIn(ROOT, SCOPE).file(story)).text(), expected);
  }
  const kept = keptIn(ROOT, SCOPE);
  assert.ok(Math.abs(Date.now() - await kept.since(SCOPE + "anci-2022?lang=en")) < 60_000);
  assert.equal(await kept.since(SCOPE + "other"), null);
  assert.equal(await kept.home(ROOT + "?place=a"), PAGE + "&place=a");
});

test("caches of its own scope are cleared, and of the one that it had before, and no others", async () => {
  const others = [`onemap-1 ${ROOT}city/ pages`, "somebody's", `onemap-0 ${ROOT}other/ files`];
  const former = [`onemap-0 ${ROOT} files`, `onemap-0 ${SCOPE} files`];
  for (const each of [...others, ...former, `onemap-1 ${ROOT} pages`]) await caches.open(each);
  await keptIn(ROOT, ROOT).clear();
  assert.deepEqual([...stores.keys()], [...others, `onemap-1 ${ROOT} pages`]);
  await keptIn(ROOT, ROOT).clear(true);
  assert.deepEqual([...stores.keys()], others);
});
