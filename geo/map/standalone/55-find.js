/* What is suggested in the search field, and what does taking it do? The same as in the live app,
   with a view to change instead of a link to follow. */
(function (oneFile) {
  "use strict";

  const held = JSON.parse(document.getElementById("layers/" + oneFile.facts.find).textContent);
  const SHARED = 4; // names of layer and parent end the texts to search in; they lead to no one place
  held.place = held.place.concat(oneFile.crowd.map(entry));
  const all = { workstreams: [], layers: null, query: "" };

  /* A place of the crowd as geo/map/find.py has the others; its keys are what a search looks in. */
  function entry({ id, name, layer, parent, hay }) {
    const both = (lang) => layer.name[lang] + " · " + parent[lang];
    const lines = hay.split("\n");
    const keys = lines.filter((line) => !line.startsWith("|")).slice(0, -SHARED).filter(Boolean);
    const initials = lines.filter((line) => line.startsWith("|")).map((line) => line.replaceAll("|", ""));
    return { id, label: name, detail: { zh: both("zh"), en: both("en") }, keys: [...new Set(keys)], initials };
  }

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
