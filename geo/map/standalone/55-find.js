/* What is suggested in the search field, and what does taking it do? The same as in the live app,
   with a view to change instead of a link to follow. */
(function (oneFile) {
  "use strict";

  const held = JSON.parse(document.getElementById("layers/" + oneFile.facts.find).textContent);
  const all = { workstreams: [], layers: null, query: "" };

  function take({ kind, entry }) {
    if (kind === "workstream") oneFile.change({ ...all, workstreams: [entry.id] });
    else if (kind === "figure") oneFile.change({ ...all, query: "id:" + entry.id, place: entry.place });
    else {
      const shown = oneFile.select(oneFile.view).placeIds.has(entry.id);
      oneFile.change({ ...(shown ? {} : all), place: entry.id });
    }
    return oneFile.view.query;
  }

  function words() {
    const lang = oneMap.state.lang;
    const say = oneFile.texts[lang];
    return {
      lang,
      ...{ place: say["find.place"], workstream: say["find.workstream"], figure: say["find.figure"] },
      ...{ count: say["find.count"], none: say["find.none"] },
    };
  }

  oneFile.suggestions = () => oneFind.combobox({
    selector: "input.search",
    index: async () => held,
    words,
    ground: () => document.body,
    take,
  }).prepare();
})(window.oneFile);
