/* How does a reader choose what lies below the data? A button on the rim that opens a list. */
(function (oneMap) {
  "use strict";

  const LAYERS = "M12 2 1 8l11 6 11-6zM3.6 12 1 13.4l11 6 11-6L20.4 12 12 16.600z";
  let made = null; // nothing where no basemap is enabled

  oneMap.drawBaseChoice = function (basemaps) {
    if (!basemaps.length || made) return;
    const { element } = oneMap;
    const { map } = oneMap.state;
    const box = oneMap.panel(map, "topright", "leaflet-bar om-base");
    const details = element("details");
    const summary = element("summary");
    summary.appendChild(oneMap.drawing(LAYERS));
    const list = element("fieldset");
    const legend = list.appendChild(element("legend"));
    const choices = [null, ...basemaps].map((base) => choice(list, base));
    details.append(summary, list);
    box.appendChild(details);
    const notice = oneMap.panel(map, "topleft", "om-notice om-base-notice");
    notice.setAttribute("role", "status");
    notice.hidden = true;
    made = { box, details, summary, legend, choices, notice, failed: false };
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !details.open) return;
      event.stopPropagation();
      close();
    });
    map.on("click", () => { details.open = false; });
  };

  function close() {
    made.details.open = false;
    made.summary.focus();
  }

  /* One line of the list; the line without a basemap is the outlines. */
  function choice(list, base) {
    const { element } = oneMap;
    const label = element("label");
    const radio = element("input");
    radio.type = "radio";
    radio.name = "base";
    radio.value = base ? base.id : "";
    radio.addEventListener("change", () => {
      oneMap.setBase(base && base.id);
      oneMap.tell(oneMap.state.place);
    });
    const name = element("span");
    label.append(radio, name);
    list.appendChild(label);
    return { base, radio, name };
  }

  /* Names the list in the present language, and marks what is chosen. */
  oneMap.nameBaseChoice = function () {
    if (!made) return;
    const { text } = oneMap;
    made.summary.title = text("base");
    made.summary.setAttribute("aria-label", text("base"));
    made.legend.textContent = text("base");
    for (const { base, name } of made.choices) {
      name.textContent = base ? oneMap.say(base.name) : text("base_outline");
    }
    oneMap.baseNotice(made.failed);
    oneMap.markBaseChoice();
  };

  oneMap.markBaseChoice = function () {
    if (!made) return;
    for (const { base, radio } of made.choices) {
      radio.checked = (base ? base.id : null) === oneMap.state.base;
    }
  };

  oneMap.showBaseChoice = function (shown) {
    if (made) made.box.hidden = !shown;
  };

  /* Says on the map whether the basemap has failed. */
  oneMap.baseNotice = function (failed) {
    if (!made) return;
    made.failed = failed;
    made.notice.hidden = !failed;
    made.notice.textContent = failed ? oneMap.text("base_failed") : "";
  };
})(window.oneMap);
