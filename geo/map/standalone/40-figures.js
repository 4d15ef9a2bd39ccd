/* How is a figure shown? Measure, number, as printed, and where it is printed. */
(function (oneFile) {
  "use strict";

  const { element } = oneMap;

  /* Words linked to an address if it is one of the web, else the words alone. */
  oneFile.outsideLink = function (url, words) {
    if (!/^https?:\/\//.test(url)) return element("span", "", words);
    const link = element("a", "", words);
    link.href = url;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  };

  /* Gives an element the colour of a workstream, which the style sheet uses. */
  oneFile.tinted = function (node, workstream) {
    node.style.setProperty("--colour", oneFile.look(workstream).colour);
    return node;
  };

  oneFile.figureList = function (figures) {
    const list = element("dl", "figures");
    for (const figure of figures) {
      list.appendChild(entry(figure.workstream, oneMap.say(figure.measure), oneMap.say(figure.text), [
        printed(figure), " · ", ...where(figure),
      ]));
    }
    return list;
  };

  /* Derived numbers say how they were computed instead, and where each of their terms stands. */
  oneFile.derivedList = function (derived) {
    const list = element("dl", "figures");
    for (const { workstream, measure, text, formula, terms } of derived) {
      const made = entry(workstream, oneMap.say(measure), oneMap.say(text), [oneMap.say(formula)]);
      made.lastChild.append(...sources(terms.map((id) => oneFile.figure.get(id))));
      list.appendChild(made);
    }
    return list;
  };

  /* A line for each place in a source that the terms stand in. */
  function sources(terms) {
    const lines = new Map();
    for (const term of terms) {
      const line = element("small");
      line.append(...where(term));
      lines.set(line.textContent, line);
    }
    return lines.values();
  }

  function entry(workstream, measure, number, said) {
    const box = oneFile.tinted(element("div", "figure"), workstream);
    const stated = element("dd");
    const small = element("small");
    small.append(...said);
    stated.append(element("b", "", number), small);
    box.append(element("dt", "", measure), stated);
    return box;
  }

  /* Called printed only where the source's own text was read. */
  function printed({ source, printed: wording }) {
    const isReport = oneFile.facts.sources[source].kind === "report";
    const words = oneFile.words;
    return isReport ? words("figure.as_published", { wording }) : words("figure.as_noted", { wording });
  }

  function where({ source, locator }) {
    const title = oneMap.say(oneFile.titles[source]);
    const link = oneFile.outsideLink(oneFile.facts.sources[source].url, title);
    return oneWords.parts(oneMap.text("where"), { source: link, locator: oneMap.say(locator) });
  }

  /* Figures of several workstreams stand under the names of these. */
  oneFile.groupedFigures = function (figures) {
    const of = (id) => figures.filter(({ workstream }) => workstream === id);
    const kinds = oneFile.workstreams.filter(({ id }) => of(id).length);
    if (kinds.length === 1) return [oneFile.figureList(figures)];
    return kinds.flatMap((kind) => [
      element("h3", "", oneMap.say(kind.name)), oneFile.figureList(of(kind.id)),
    ]);
  };
})(window.oneFile);
