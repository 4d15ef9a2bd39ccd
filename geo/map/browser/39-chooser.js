/* Which place is meant, where several lie on one spot? A list of their names asks. */
(function (oneMap) {
  "use strict";

  const AT_ONCE = 50; // names that are added at a time
  let list = null;
  let from = null; // the circle that opened the list, on which the focus may fall back
  let asked = 0;

  /* Lists places at a point of the map: features, and then positions of the crowd. */
  oneMap.listPlaces = async function ({ at, lift, features = [], positions = [], from: opener = null }) {
    oneMap.closeList();
    asked += 1;
    const mine = asked;
    const count = features.length + positions.length;
    const waiting = [...features.map((feature) => ({ feature })), ...positions.map((position) => ({ position }))];
    const rows = await some(waiting);
    if (!rows || mine !== asked) return;
    from = opener;
    show(at, lift, count, rows, waiting);
  };

  /* Rows for the next places that wait; null where their names did not come. */
  async function some(waiting) {
    const next = waiting.slice(0, AT_ONCE);
    try {
      const told = ({ feature, position }) => feature || oneMap.crowd.feature(position);
      const features = await Promise.all(next.map(told));
      waiting.splice(0, next.length);
      return features.map((feature, number) => row(feature, next[number].position));
    } catch (fault) {
      oneMap.crowd.failed(fault);
      return null;
    }
  }

  function show(at, lift, count, rows, waiting) {
    const { element } = oneMap;
    const title = oneMap.filled("group_title", { count });
    const box = element("div", "om-list");
    box.appendChild(element("h3", "", title));
    const names = box.appendChild(element("ul"));
    names.append(...rows);
    if (waiting.length) box.appendChild(more(names, waiting));
    list = L.popup({
      className: "om-bubble", maxWidth: 300, minWidth: 200, maxHeight: 260, closeOnClick: true, offset: [0, -lift],
    });
    list.setLatLng(at).setContent(box).openOn(oneMap.state.map);
    oneMap.makeDialog(list, title);
    names.querySelector("button").focus({ preventScroll: true });
  }

  function row(feature, position) {
    const { element } = oneMap;
    const button = element("button");
    button.type = "button";
    button.append(oneMap.symbol(feature.properties.workstream, feature.properties.located));
    button.append(element("span", "", oneMap.say(feature.properties.name)));
    button.addEventListener("click", async () => {
      oneMap.closeList();
      if (position === undefined) oneMap.select(feature.id, true);
      else await oneMap.crowd.select(position, true);
      oneMap.focusPopup(); // the focus was in the list, which is gone
    });
    const item = element("li");
    item.appendChild(button);
    return item;
  }

  /* The button that adds further names. */
  function more(names, waiting) {
    const button = oneMap.element("button", "om-more", oneMap.filled("group_more", { count: waiting.length }));
    button.type = "button";
    button.addEventListener("click", async (event) => {
      L.DomEvent.stop(event); // the button may be gone before the map hears of its click
      const rows = await some(waiting);
      if (!rows) return;
      names.append(...rows);
      rows[0].firstChild.focus();
      if (waiting.length) button.textContent = oneMap.filled("group_more", { count: waiting.length });
      else button.remove();
    });
    return button;
  }

  /* Closes the list; tells whether there was one. */
  oneMap.closeList = function () {
    asked += 1;
    const open = list;
    list = null;
    if (open) open.remove();
    return Boolean(open);
  };

  /* Ends the list as a reader does; tells whether there was one. */
  oneMap.leaveList = function () {
    if (!oneMap.closeList()) return false;
    goBack();
    return true;
  };

  /* Called when a popup closed: the list may be it, closed by its button or by a click beside it. */
  oneMap.onListClosed = function (closed) {
    if (closed !== list) return;
    list = null;
    goBack();
  };

  function goBack() {
    const node = (from && from.getElement()) || oneMap.state.map.getContainer();
    node.focus({ preventScroll: true });
  }
})(window.oneMap);
