/* What does a popup say? Name, layer, how well the place is known, figures, and where they stand. */
(function (oneMap) {
  "use strict";

  oneMap.popupContent = function (feature) {
    const { state, element, say, text } = oneMap;
    const { name, known, figures, workstream } = feature.properties;
    const related = state.catalogue.related[workstream] || [];
    const box = element("article", "om-popup");
    box.style.setProperty("--colour", oneMap.look(workstream).colour);
    box.appendChild(element("h3", "", say(name)));
    box.appendChild(element("p", "om-kind", say(feature.layer.name) + " · " + oneMap.precision(feature)));
    const own = figures.map((id) => state.catalogue.figures[id]);
    const chosen = own.filter((figure) => state.figures(figure.index));
    const list = element("div", "om-figures");
    list.tabIndex = 0; // so that a long list scrolls by keyboard
    if (chosen.length) list.append(...byWorkstream(chosen));
    else if (!own.length) list.appendChild(element("p", "om-none", text("no_figures")));
    if (own.length > chosen.length) {
      const more = oneMap.filled("more_figures", { count: own.length - chosen.length });
      list.appendChild(element("p", "om-none", more));
    }
    const around = related.map((id) => state.catalogue.figures[id]);
    if (!own.length && around.length) {
      list.appendChild(element("h4", "", text("related")));
      list.appendChild(table(around));
    }
    box.appendChild(list);
    box.appendChild(element("p", "om-known", say(known)));
    return box;
  };

  /* Figures of several workstreams stand under the names of these. */
  function byWorkstream(figures) {
    const names = Object.keys(oneMap.state.catalogue.workstreams);
    const kinds = names.filter((name) => figures.some((figure) => figure.workstream === name));
    if (kinds.length === 1) return [table(figures)];
    return kinds.flatMap((kind) => {
      const part = table(figures.filter((figure) => figure.workstream === kind));
      return [oneMap.element("h4", "", oneMap.say(oneMap.look(kind).name)), part];
    });
  }

  function table(figures) {
    const { element, say } = oneMap;
    const rows = element("dl");
    for (const figure of figures) {
      rows.appendChild(element("dt", "", say(figure.measure)));
      const stated = element("dd");
      stated.appendChild(element("strong", "", say(figure.text)));
      const source = oneMap.state.catalogue.sources[figure.source];
      const where = oneMap.filled("where", { source: say(source), locator: say(figure.locator) });
      stated.appendChild(element("cite", "", where));
      rows.appendChild(stated);
    }
    return rows;
  }
})(window.oneMap);
