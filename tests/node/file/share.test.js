// Do the dialog's addresses say the view, and nothing of another's?
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileQuery, filledAddress, viewQuery, whole } from "../../../geo/browser/file/more/addresses.js";
import { embedCode } from "../../../geo/browser/shared/embed-code.js";

const view = {
  lang: "en", workstreams: ["markets"], layers: ["roads"], query: "a&b=c d", place: "x-1", base: null,
  centre: [39.4, 116.7, 11], story: null,
};

test("a link has the version that is wanted, whatever the address had", () => {
  const said = "lang=en&w=markets&l=roads&q=a%26b%3Dc%20d&place=x-1&c=39.4,116.7,11";
  assert.equal(viewQuery(view, "?data=a&v=0.9", null), "?data=a&" + said);
  assert.equal(viewQuery(view, "?v=0.9&data=a", "1.0"), "?data=a&v=1.0&" + said);
  assert.equal(viewQuery(view, "", null), "?" + said);
});

test("a file is of the view, without where the map stands unless it shows it", () => {
  const more = { datum: "gcj02" };
  assert.equal(fileQuery(whole(view), "a", more), "?data=a&lang=en&datum=gcj02");
  assert.match(fileQuery(view, "a", more, true), /^\?data=a&lang=en&w=markets.*&c=39\.4,116\.7,11&datum=gcj02$/);
  assert.doesNotMatch(fileQuery(view, "a", more), /c=39/);
  assert.equal(fileQuery({ ...whole(view), story: "markets" }, "a", {}), "?data=a&lang=en&story=markets");
  assert.deepEqual(whole(view, { place: "y" }).place, "y");
});

test("an address of a pattern has its values written out", () => {
  assert.equal(filledAddress("{kind}/{id}.html", { kind: "place", id: "a/b?" }), "place/a%2Fb%3F.html");
});

test("markup for the page of others ends nowhere early", () => {
  const code = embedCode('https://x.example/?a=1&q="><script>', { title: '<"安次">', width: "100%", height: "520" });
  assert.equal(code.match(/[<>]/g).join(""), "<><>");
  assert.match(code, /^<iframe src="https:\/\/x\.example\/\?a=1&amp;q=&quot;&gt;&lt;script&gt;" title="&lt;&quot;安次&quot;&gt;" width="100%" height="520" /);
});
