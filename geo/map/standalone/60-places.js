/* Which places are shown, and what is known of the selected one? */
(function (oneFile) {
  "use strict";

  const { element } = oneMap;
  const MOST_ROWS = 50; // as many as the live app draws; what is beyond is found by search
  const precision = (place) => oneMap.text("precision." + place.precision);

  /* The selected place, or how to select one. */
  oneFile.panel = function () {
    const box = element("section", "panel");
    box.setAttribute("aria-live", "polite");
    const content = element("div");
    const close = element("button", "close");
    close.type = "button";
    close.addEventListener("click", () => oneFile.change({ place: null }));
    box.append(content, close);
    const draw = (view, shown) => {
      const place = oneFile.place.get(view.place);
      oneFile.tinted(box, place && place.workstream);
      box.classList.toggle("panel-empty", !place);
      content.replaceChildren(...(place ? about(place, shown) : [hint()]));
      close.textContent = oneFile.words("panel.close");
      close.hidden = !place;
    };
    return { box, draw };
  };

  const hint = () => element("p", "hint", oneFile.words("panel.hint"));

  function about(place, shown) {
    const { say } = oneMap;
    const facts = [say(place.layer.name), say(place.parent), precision(place)].join(" · ");
    const source = say(oneFile.titles[place.source]);
    const ends = [
      say(place.known),
      oneFile.words("panel.located_by", { source }),
      place.code ? oneFile.words("panel.code", { code: place.code }) : "",
      oneFile.words("panel.id", { id: place.id }),
    ];
    return [
      element("h2", "", say(place.name)),
      element("p", "quiet", facts),
      ...figuresOf(place, shown),
      element("p", "quiet known", ends.filter(Boolean).join(" ")),
    ];
  }

  /* The place's figures that are shown; where it has none, the district's. */
  function figuresOf(place, shown) {
    const own = place.figures.map((id) => oneFile.figure.get(id));
    const chosen = own.filter(({ id }) => shown.figureIds.has(id));
    const parts = chosen.length ? oneFile.groupedFigures(chosen) : [];
    if (own.length > chosen.length) {
      const more = oneMap.filled("more_figures", { count: own.length - chosen.length });
      parts.push(element("p", "quiet", more));
    }
    if (own.length) return parts;
    parts.push(element("p", "quiet", oneMap.text("no_figures")));
    const around = (oneFile.related[place.workstream] || []).map((id) => oneFile.figure.get(id));
    if (around.length) parts.push(element("h3", "", oneMap.text("related")), oneFile.figureList(around));
    return parts;
  }

  /* A row a place shown; rows stay the same elements while the same places are shown. */
  oneFile.placesList = function () {
    const box = element("section", "places");
    const title = element("h2", "list-title");
    const list = element("ul");
    const more = element("p", "quiet");
    box.append(title, list, more);
    let drawn = null;
    const draw = (view, shown) => {
      const { places } = shown;
      const count = { shown: places.length, total: oneFile.places.length };
      title.textContent = oneFile.words("list.title", count);
      const first = places.slice(0, MOST_ROWS);
      const ids = first.map(({ id }) => id).join();
      if (ids !== drawn) list.replaceChildren(...first.map(row));
      drawn = ids;
      first.forEach((place, at) => fill(list.children[at].firstChild, place, view, shown));
      const left = places.length - first.length;
      more.textContent = left ? oneFile.words("list.more", { count: left }) : "";
      if (!places.length) more.textContent = oneFile.words("list.empty");
      more.className = places.length ? "quiet" : "empty";
    };
    return { box, draw };
  };

  function row({ id, workstream }) {
    const item = element("li");
    const made = oneFile.tinted(element("button", "row"), workstream);
    made.type = "button";
    made.dataset.id = id;
    made.append(element("b"), element("small"));
    made.addEventListener("click", () =>
      oneFile.change({ place: oneFile.view.place === id ? null : id }));
    item.appendChild(made);
    return item;
  }

  function fill(made, place, view, shown) {
    const count = place.figures.filter((id) => shown.figureIds.has(id)).length;
    const layer = oneMap.say(place.layer.name);
    made.setAttribute("aria-pressed", String(place.id === view.place));
    made.firstChild.textContent = oneMap.say(place.name);
    made.lastChild.textContent = oneFile.words("list.row", {
      layer, count, precision: precision(place),
    });
  }
})(window.oneFile);
