// Are numbers written for people, in each language?
import assert from "node:assert/strict";
import { test } from "node:test";
import { compactNumber, formatNumber, setTexts, text, wording } from "../../../geo/browser/shared/language.js";
import { state } from "../../../geo/browser/shared/state.js";
import { cases } from "../cases.js";

test("numbers, in full and where there is little room", () => {
  for (const lang of ["zh", "en"]) {
    state.lang = lang;
    for (const found of cases("numbers")) {
      assert.equal(formatNumber(found.count), found[lang]);
      assert.equal(compactNumber(found.count), found[`compact_${lang}`]);
    }
  }
});

test("texts and wordings follow the language; a name without English stays Chinese", () => {
  setTexts({ zh: { loading: "正在读取" }, en: { loading: "Loading" } });
  const said = ["zh", "en"].map((lang) => {
    state.lang = lang;
    return [text("loading"), wording({ zh: "道路", en: "Roads" }), wording({ zh: "道路", en: "" })];
  });
  assert.deepEqual(said, [["正在读取", "道路", "道路"], ["Loading", "Roads", "道路"]]);
});
