// Does the list of the one file turn its pages as the app's does?
import assert from "node:assert/strict";
import { test } from "node:test";
import { pageOf } from "../../../geo/browser/shared/listing.js";
import { cases } from "../cases.js";

test("a page has the rows of the table", () => {
  for (const { shown, few, tied, page, ...expected } of cases("listing")) {
    assert.deepEqual(pageOf(shown, few, tied, page), expected);
  }
});
