// When does the script of the crowd come, and what if it does not?
import assert from "node:assert/strict";
import { test } from "node:test";

/* A page that fetches a script when an element that names it is put into its head. */
const asked = [];
let isThere = false;
const made = { called: 0 };
globalThis.window = globalThis;
globalThis.document = {
  currentScript: { src: "https://map.example/anci/assets/onemap.1.js" },
  createElement: () => new EventTarget(),
  head: {
    append(script) {
      asked.push(script.src);
      if (isThere) globalThis.oneCrowd = (lent) => { made.called += 1; made.lent = lent; return made; };
      queueMicrotask(() => script.dispatchEvent(new Event(isThere ? "load" : "error")));
    },
  },
};
const { fetchIndex, setRoom } = await import("../../../geo/browser/map/room.js");
const shared = await import("../../../geo/browser/shared/crowd.js");
const { useHost } = await import("../../../geo/browser/shared/host.js");
const { state } = await import("../../../geo/browser/shared/state.js");
const data = [];
useHost({ fetchData: async (path) => { data.push(path); return { count: 7 }; } });
setRoom("crowd.2.js");

test("a package without a crowd needs no script", async () => {
  assert.equal(await fetchIndex(undefined), null);
  assert.deepEqual([asked, data, shared.room], [[], [], null]);
});

test("what did not come is asked for anew, from beside the map's own script", async () => {
  await assert.rejects(fetchIndex("crowd.json"), /assets\/crowd\.2\.js/);
  assert.equal(shared.room, null);
  isThere = true;
  assert.deepEqual(await fetchIndex("crowd.json"), { count: 7 });
  assert.deepEqual(asked, Array(2).fill("https://map.example/anci/assets/crowd.2.js"));
});

test("there is one room, which has the map's own state", async () => {
  await Promise.all([fetchIndex("crowd.json"), fetchIndex("other.json")]);
  assert.equal(asked.length, 2);
  assert.equal(made.called, 1);
  assert.equal(shared.room, made);
  assert.equal(made.lent.state, state);
});
