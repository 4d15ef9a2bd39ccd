// Does a mask name the records that Python put into it?
import assert from "node:assert/strict";
import { test } from "node:test";
import { mask } from "../../../geo/browser/shared/filter.js";
import { fromBase64, readMask } from "../../../geo/browser/shared/bits.js";
import { cases } from "../cases.js";

test("masks are read and written alike", () => {
  for (const { flags, mask: written } of cases("masks")) {
    const shown = readMask(written);
    assert.equal([...flags].map((_, index) => (shown(index) ? "1" : "0")).join(""), flags);
    const records = [...flags].map((_, id) => ({ id }));
    const ids = new Set(records.filter(({ id }) => flags[id] === "1").map(({ id }) => id));
    assert.equal(mask(records, ids), written);
  }
});

test("base64 becomes bytes", () => assert.deepEqual([...fromBase64("AP+A")], [0, 255, 128]));
