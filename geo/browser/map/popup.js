/* What does a popup say? Name, layer, how well the place is known, figures, and where they stand. */
import { element } from "../shared/element.js";
import { figureList, groupedFigures } from "../shared/figure-list.js";
import { filled, text, wording } from "../shared/language.js";
import { scopesOf } from "../shared/scopes.js";
import { appearanceOf, state } from "../shared/state.js";

/** @param {Feature} feature */
export function popupContent(feature) {
  const { name, known, figures, workstream } = feature.properties;
  const box = element("article", "om-popup");
  box.style.setProperty("--colour", appearanceOf(workstream).colour);
  box.appendChild(element("h3", "", wording(name)));
  box.appendChild(element("p", "om-kind", wording(feature.layer.name) + " · " + precisionText(feature)));
  const own = figures.map((id) => state.catalogue.figures[id]);
  const chosen = own.filter((figure) => state.figures(figure.index));
  const list = element("div", "om-figures");
  list.tabIndex = 0; // so that a long list scrolls by keyboard
  if (chosen.length) list.append(...groupedFigures(chosen, "h4"));
  else if (!own.length) list.appendChild(element("p", "om-none", text("no_figures")));
  if (own.length > chosen.length) {
    const more = filled("more_figures", { count: own.length - chosen.length });
    list.appendChild(element("p", "om-none", more));
  }
  for (const scope of scopesOf(feature.properties, state.catalogue)) {
    if (scope.kind === "place") continue;
    list.appendChild(element("h4", "", wording(scope.name)));
    list.appendChild(figureList(scope.figures.map((id) => state.catalogue.figures[id])));
  }
  box.appendChild(list);
  box.appendChild(element("p", "om-known", wording(known)));
  return box;
}

/** How well a place is located, in words.
    @param {Feature} feature */
export function precisionText(feature) {
  return text("precision." + feature.properties.precision);
}
