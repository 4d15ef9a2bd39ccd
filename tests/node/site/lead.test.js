// Does a link of the app lead to the right map of a site, with its view?
import assert from "node:assert/strict";
import { test } from "node:test";
import { leadsTo } from "../../../geo/browser/site/lead.js";
import { fileView } from "../../../geo/browser/file/disk.js";

const page = (id) => `https://example.org/maps/${id}/index.html`;
const maps = ["anci-2022", "demo-2023"].map((id) => ({ id, page: page(id) + "#lang=zh" }));
const led = (search, hash = "") => leadsTo({ search, hash }, maps);

test("to the package that is named, else to the first, with all that is stated besides", () => {
  assert.equal(led("?data=demo-2023&w=markets&x=1&v=1.0.0"), page("demo-2023") + "?w=markets&x=1&v=1.0.0");
  assert.equal(led("?place=minghua-road&lang=en"), page("anci-2022") + "?place=minghua-road&lang=en");
  assert.equal(led("?data=demo-2023"), page("demo-2023"));
  assert.equal(led("", "#data=demo-2023&q=%E8%B7%AF"), page("demo-2023") + "#q=%E8%B7%AF");
  assert.equal(led("?data=demo%2D2023&data=anci-2022"), page("anci-2022"), "the last word counts");
});

test("nowhere without a view, or to a package that is not here", () => {
  for (const search of ["", "?lang=en", "?utm_source=x", "?data=other&w=markets", "?data=%E4%", "?data="]) {
    assert.equal(led(search), null, search);
  }
  assert.equal(led("", "#top"), null);
  assert.equal(leadsTo({ search: "?place=a", hash: "" }, []), null);
});

test("the file has the view and the language of the page that leads to it", () => {
  assert.equal(fileView("", "en"), "#lang=en");
  assert.equal(fileView("w=markets&lang=zh", "en"), "#w=markets&lang=zh");
  assert.equal(fileView("place=a", "zh"), "#lang=zh&place=a");
});
