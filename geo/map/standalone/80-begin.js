/* How does it all begin, and what does a change do?

   One view is the truth: every change goes into it, and page, map and address follow it. The map
   is told by the messages that it gets from Python in the live app. */
(function (oneFile) {
  "use strict";

  const { element } = oneMap;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let moved = 0; // how many addresses were opened after the first
  let parts = []; // all of the page that follows the view

  /* Folds a change into the view; a place that is hidden now is selected no longer. */
  oneFile.change = function (changes) {
    oneFile.view = { ...oneFile.view, ...changes };
    const shown = oneFile.select(oneFile.view);
    if (!shown.placeIds.has(oneFile.view.place)) oneFile.view.place = null;
    tellMap(shown);
    for (const part of parts) part.draw(oneFile.view, shown);
    document.title = oneMap.say(oneFile.facts.pageTitle);
    oneFile.writeAddress(oneFile.view);
  };

  function tellMap(shown) {
    const { lang, place, centre } = oneFile.view;
    const message = {
      ...oneFile.facts.message,
      ...{ lang, place, centre, moved },
      shown: oneFile.mask(oneFile.few, shown.placeIds),
      crowd: oneFile.crowdShown(oneFile.view, shown),
      figures: oneFile.mask(oneFile.figures, shown.figureIds),
      seen: oneMap.state.serial,
    };
    oneMap.receive(btoa(JSON.stringify(message))); // ids and numbers, so ASCII alone
  }

  /* Opens the view that the address states. */
  function open() {
    const { view, ignored } = oneFile.readAddress();
    oneFile.change(view);
    const said = document.querySelector(".ignored");
    const unreadable = ignored.includes("q") && !view.query;
    const named = ignored.filter((name) => !(unreadable && name === "q"));
    const lines = unreadable ? [oneFile.words("link.unreadable")] : [];
    if (named.length) lines.push(oneFile.words("link.ignored", { parts: named.join(", ") }));
    said.hidden = !lines.length;
    said.textContent = lines.join(" ");
  }

  oneMap.tell = (place) => oneFile.change({ place });
  oneMap.address = () => location.href;
  oneMap.writeAddress = function () {
    if (!oneMap.state.catalogue) return;
    oneFile.view.centre = oneFile.seenCentre();
    oneFile.writeAddress(oneFile.view);
  };

  /* A selection in the list brings the map into sight, as on a phone, where the list lies below. */
  oneMap.comeIntoSight = function () {
    const node = oneMap.state.map.getContainer();
    const box = node.getBoundingClientRect();
    const inSight = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
    if (inSight < box.height / 2) node.scrollIntoView({ block: "start", behavior: "smooth" });
  };

  function header() {
    const box = element("header");
    const title = element("h1");
    const language = oneFile.languageChoice();
    box.append(title, language.box);
    const draw = (view) => {
      const about = element("small", "", oneFile.words("app.title"));
      title.replaceChildren(oneMap.say(oneFile.facts.title) + " ", about);
      language.draw(view);
    };
    return { box, draw };
  }

  function group(className, made) {
    const box = element("div", className);
    box.append(...made.map((part) => part.box));
    return { box, draw: (view, shown) => made.forEach((part) => part.draw(view, shown)) };
  }

  function build() {
    const map = element("div", "map");
    const ignored = element("p", "ignored hint");
    ignored.hidden = true;
    ignored.setAttribute("role", "status");
    const still = (box) => ({ box, draw: () => {} });
    const filter = [oneFile.searchField(), oneFile.layerChoice(), oneFile.clearButton()];
    const side = group("side", [oneFile.panel(), oneFile.placesList()]);
    parts = [
      header(),
      still(ignored),
      oneFile.headlines(),
      oneFile.workstreamChoice(),
      group("search-row", filter),
      group("explorer", [still(map), side]),
      oneFile.unplaced(),
      oneFile.behind(),
      oneFile.footer(),
    ];
    const main = element("main");
    main.append(...parts.map((part) => part.box));
    document.body.appendChild(main);
    return map;
  }

  function followTheme() {
    document.documentElement.dataset.theme = dark.matches ? "dark" : "light";
  }

  /* Sources and gaps are printed too; the figures are, as a list that the map adds. */
  function unfold() {
    const folded = [...document.querySelectorAll(".behind details:not([open])")];
    for (const details of folded) details.open = true;
    const back = () => folded.forEach((details) => { details.open = false; });
    addEventListener("afterprint", back, { once: true });
  }

  followTheme();
  dark.addEventListener("change", followTheme);
  addEventListener("beforeprint", unfold);
  const still = { zoomControl: false, attributionControl: false, fadeAnimation: false };
  oneMap.start(L.map(build(), { center: [0, 0], zoom: 3, ...still }));
  oneFile.suggestions();
  open();
  addEventListener("hashchange", () => {
    moved += 1;
    open();
  });
})(window.oneFile);
