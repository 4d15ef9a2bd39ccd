/* How does a reader choose what is shown? Language, workstreams, layers, text.

   Every element is made once and only its words change, so that the keyboard stays where it is. */
(function (oneFile) {
  "use strict";

  const { element } = oneMap;
  const LANGUAGES = { zh: "中文", en: "English" };

  /* A row of buttons, each pressed or not; `act` is called with the id of the one pressed. */
  function choices(className, ids, act) {
    const box = element("div", className);
    box.setAttribute("role", "group");
    const buttons = new Map(ids.map((id) => {
      const made = element("button");
      made.type = "button";
      made.dataset.id = id;
      made.addEventListener("click", () => act(id));
      box.appendChild(made);
      return [id, made];
    }));
    const draw = (label, isPressed) => {
      box.setAttribute("aria-label", label);
      for (const [id, made] of buttons) made.setAttribute("aria-pressed", String(isPressed(id)));
    };
    return { box, buttons, draw };
  }

  /* The ids chosen after one was pressed, in the order of all. */
  const toggled = (all, chosen, id) =>
    all.filter((other) => (other === id) !== chosen.includes(other));

  oneFile.languageChoice = function () {
    const row = choices("languages", Object.keys(LANGUAGES), (lang) => oneFile.change({ lang }));
    for (const [lang, made] of row.buttons) {
      made.textContent = LANGUAGES[lang];
      made.lang = lang === "zh" ? "zh-CN" : "en";
    }
    const draw = (view) => row.draw(oneFile.words("language.label"), (lang) => lang === view.lang);
    return { box: row.box, draw };
  };

  /* None chosen and all chosen mean the same, all. */
  oneFile.workstreamChoice = function () {
    const all = oneFile.workstreams.map(({ id }) => id);
    const row = choices("chips workstreams", all, (id) => {
      const chosen = toggled(all, oneFile.view.workstreams, id);
      oneFile.change({ workstreams: chosen.length === all.length ? [] : chosen });
    });
    for (const { id, symbol, name } of oneFile.workstreams) {
      const made = oneFile.tinted(row.buttons.get(id), id);
      made.append(oneMap.drawing(symbol), element("span"), element("b"));
      made.draw = (count) => {
        made.children[1].textContent = oneMap.say(name);
        made.children[2].textContent = oneMap.number(count);
      };
    }
    const draw = (view, shown) => {
      row.draw(oneFile.words("filter.workstreams"), (id) => view.workstreams.includes(id));
      for (const [id, made] of row.buttons) made.draw(shown.offered.get(id));
    };
    return { box: row.box, draw };
  };

  /* All are chosen at first; none chosen shows nothing. */
  oneFile.layerChoice = function () {
    const all = oneFile.layers.map(({ id }) => id);
    const row = choices("chips layers", all, (id) => {
      const chosen = toggled(all, oneFile.view.layers || all, id);
      oneFile.change({ layers: chosen.length === all.length ? null : chosen });
    });
    const draw = (view) => {
      row.draw(oneFile.words("filter.layers"), (id) => (view.layers || all).includes(id));
      for (const { id, name } of oneFile.layers) row.buttons.get(id).textContent = oneMap.say(name);
    };
    return { box: row.box, draw };
  };

  oneFile.searchField = function () {
    const field = element("input", "search");
    field.type = "search";
    field.autocomplete = "off";
    field.addEventListener("input", () => oneFile.change({ query: oneFile.clean(field.value) }));
    const draw = (view) => {
      field.placeholder = oneFile.words("filter.search_hint");
      field.setAttribute("aria-label", oneFile.words("filter.search"));
      // What is being typed stays as it is: a space at its end means nothing yet.
      if (oneFile.clean(field.value) !== view.query) field.value = view.query;
    };
    return { box: field, draw };
  };

  oneFile.clearButton = function () {
    const made = element("button", "clear");
    made.type = "button";
    const everything = { workstreams: [], layers: null, query: "" };
    made.addEventListener("click", () => oneFile.change(everything));
    const draw = ({ workstreams, layers, query }) => {
      made.textContent = oneFile.words("filter.clear");
      made.disabled = !workstreams.length && !layers && !query;
    };
    return { box: made, draw };
  };
})(window.oneFile);
