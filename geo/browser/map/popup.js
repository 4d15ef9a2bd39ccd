/* What does a popup say? Name, the figures of the narrowest scope, and how the place is known; "more"
   leads to all the rest. */
import { element } from "../shared/element.js";
import { text, wording } from "../shared/language.js";
import { precisionText } from "../shared/located.js";
import { scopesOf } from "../shared/scopes.js";
import { appearanceOf, state } from "../shared/state.js";

const MOST = 3;

/** Figures that concern a place, by scope, from the narrowest that has any.
    @param {Feature} feature
    @returns {{ name: Pair | null, figures: Figure[] }[]} */
function scopesIn({ properties }) {
  return scopesOf(properties, state.catalogue).map(({ kind, name, figures }) => ({
    name: kind === "place" ? null : name, figures: figures.map((id) => state.catalogue.figures[id]),
  })).filter(({ figures }) => figures.length);
}

/** @param {Feature} feature
    @param {{ all: boolean, more: () => void }} how */
export function popupContent(feature, { all, more }) {
  const { name, workstream } = feature.properties;
  const box = element("article", "om-popup");
  box.style.setProperty("--colour", appearanceOf(workstream).colour);
  box.appendChild(element("h3", "", wording(name)));
  const scopes = scopesIn(feature);
  // The narrowest that the filter shows anything of, else the narrowest.
  const main = scopes.find(({ figures }) => figures.some(isChosen)) || scopes[0];
  for (const { name: scope, figures } of all ? scopes : scopes.filter((found) => found === main)) {
    if (scope) box.appendChild(element("h4", "", wording(scope)));
    box.appendChild(table(all ? figures : mainOf(figures)));
  }
  if (!scopes.length) box.appendChild(element("p", "om-none", text("no_figures")));
  box.appendChild(element("p", "om-known", precisionText(feature)));
  const count = scopes.reduce((sum, { figures }) => sum + figures.length, 0);
  if (!all && count) box.appendChild(moreButton(more));
  return box;
}

/** @param {() => void} more */
function moreButton(more) {
  const button = element("button", "om-details", text("more"));
  button.type = "button";
  button.addEventListener("click", (event) => {
    L.DomEvent.stop(event);
    more();
  });
  return button;
}

/** @param {Figure} figure */
const isChosen = ({ index }) => state.figures(index);

/** The first of some figures: those that the filter shows, and headline figures before others.
    @param {Figure[]} figures */
function mainOf(figures) {
  const shown = figures.filter(isChosen);
  return (shown.length ? shown : figures).slice(0, MOST);
}

/** @param {Figure[]} figures */
function table(figures) {
  const rows = element("dl");
  for (const figure of figures) {
    const row = element("div");
    row.append(element("dt", "", wording(figure.short || figure.measure)), element("dd", "", wording(figure.text)));
    rows.appendChild(row);
  }
  return rows;
}
