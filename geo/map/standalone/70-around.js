/* What stands above and below the map? Numbers at a glance, what is not on the map, sources, gaps. */
(function (oneFile) {
  "use strict";

  const { element } = oneMap;
  const { facts } = oneFile;

  /* How much is shown, and the headline figure of each workstream that is. */
  oneFile.headlines = function () {
    const box = element("section", "cards");
    box.tabIndex = 0; // a row that scrolls sideways has to be reached by keyboard
    const draw = (view, shown) => {
      const { words } = oneFile;
      box.setAttribute("aria-label", words("headline.label"));
      const count = element("div", "card count");
      count.append(
        share(shown.figures, oneFile.figures, (count) => words("headline.figures", { count })),
        share(shown.places, oneFile.places, (count) => words("headline.places", { count })),
      );
      const heads = oneFile.workstreams.filter(({ headline }) => shown.figureIds.has(headline));
      box.replaceChildren(count, ...heads.map(card));
    };
    return { box, draw };
  };

  function share(shown, all, of) {
    const line = element("b", "", oneMap.number(shown.length) + "/" + oneMap.number(all.length) + " ");
    line.appendChild(element("span", "", of(all.length)));
    return line;
  }

  function card({ id, headline }) {
    const figure = oneFile.figure.get(headline);
    const made = oneFile.tinted(element("div", "card"), id);
    made.append(element("b", "", oneMap.say(figure.text)), element("span", "", oneMap.say(figure.measure)));
    return made;
  }

  /* For each workstream shown how many figures have a named place, with the rest below. */
  oneFile.unplaced = function () {
    const box = element("section", "unplaced");
    const title = element("h2", "list-title");
    const folds = oneFile.workstreams.map((stream) => ({ stream, ...fold() }));
    box.append(title, ...folds.map(({ details }) => details));
    const draw = (view, shown) => {
      const loose = shown.figures.filter(({ place }) => !oneFile.place.get(place).named);
      box.hidden = !loose.length;
      title.textContent = oneFile.words("unplaced.title");
      for (const { stream, details, name, content } of folds) {
        const rows = loose.filter(({ workstream }) => workstream === stream.id);
        const [tied, total] = stream.tied;
        details.hidden = !rows.length;
        const said = element("span", "quiet", " " + oneFile.words("unplaced.facts", { tied, total }));
        name.replaceChildren(element("b", "", oneMap.say(stream.name)), said);
        content.replaceChildren(oneFile.figureList(rows));
      }
    };
    return { box, draw };
  };

  function fold() {
    const details = element("details");
    const name = element("summary");
    const content = element("div");
    details.append(name, content);
    return { details, name, content };
  }

  /* What stands behind the data, each part to be unfolded. */
  oneFile.behind = function () {
    const box = element("section", "behind");
    let drawn = null;
    const { words } = oneFile;
    const parts = [
      { ...fold(), title: () => words("figures.derived"), made: derived },
      { ...fold(), title: () => words("sources.title"), made: sources },
      { ...fold(), title: () => words("sources.gaps"), made: gaps },
      { ...fold(), title: () => words("sources.report"), made: report },
    ];
    box.append(...parts.map(({ details }) => details));
    const draw = (view) => {
      if (drawn === view.lang) return; // nothing here depends on the filter
      drawn = view.lang;
      for (const { name, content, title, made } of parts) {
        name.replaceChildren(element("b", "", title()));
        content.replaceChildren(...made());
      }
    };
    return { box, draw };
  };

  const note = (text) => element("p", "quiet", text);

  function derived() {
    return [note(oneFile.words("figures.derived_note")), oneFile.derivedList(facts.derived)];
  }

  function sources() {
    const records = Object.entries(facts.sources).map(([id, source]) => record(id, source));
    const licences = element("ul");
    licences.append(...facts.licences.map((words) => element("li", "", words)));
    const title = element("h3", "", oneFile.words("sources.licences"));
    return [note(oneFile.words("sources.intro")), ...records, title, licences];
  }

  function record(id, source) {
    const { words } = oneFile;
    const box = element("article", "record");
    const title = element("h3");
    title.appendChild(oneFile.outsideLink(source.url, oneMap.say(oneFile.titles[id])));
    const list = element("dl");
    const entries = [
      [words("sources.publisher"), oneMap.say(source.publisher)],
      [words("sources.published"), source.published || words("sources.unknown_date")],
      [words("sources.licence"), oneMap.say(source.licence)],
      [words("sources.accuracy"), oneMap.say(source.accuracy)],
      [words("sources.id"), id],
    ];
    for (const [name, value] of entries) {
      if (value) list.append(element("dt", "", name), element("dd", "", value));
    }
    // An address is also written out: on paper, and where there is no network, no link helps.
    if (source.url) {
      list.append(element("dt", "", words("file.address")), element("dd", "", source.url));
    }
    box.append(title, list);
    return box;
  }

  function gaps() {
    const list = element("dl", "figures");
    for (const { what, why } of facts.gaps) {
      const entry = element("div", "figure");
      entry.append(element("dt", "", oneMap.say(what)), element("dd", "", oneMap.say(why)));
      list.appendChild(entry);
    }
    return [list];
  }

  function report() {
    const { contact } = facts;
    const { words } = oneFile;
    return [note(contact ? words("file.report_contact", { contact }) : words("file.report_nobody"))];
  }

  /* State of the data, and what covers it. */
  oneFile.footer = function () {
    const box = element("footer");
    const draw = () => {
      const { version } = facts;
      const values = { title: oneMap.say(facts.title), version, hash: facts.hash.slice(0, 12) };
      box.replaceChildren(
        element("p", "", oneFile.words("footer.data", values)),
        note(oneFile.words("footer.note")),
        note(oneFile.words("file.note")),
      );
    };
    return { box, draw };
  };
})(window.oneFile);
