/* How does a keyboard find its way into what opens on the map, and out again?

   A popup is a dialog with a name. One that was opened by the keyboard has the focus at once; Tab
   goes round in it, and Escape ends it and leads back to where it was opened. */
(function (oneMap) {
  "use strict";

  const STOPS = "a[href], button, [tabindex='0']";

  /* Makes an open Leaflet popup a dialog; `name` may change later. */
  oneMap.makeDialog = function (popup, name) {
    const node = popup.getElement();
    node.setAttribute("role", "dialog");
    node.tabIndex = -1;
    node.addEventListener("keydown", goRound);
    oneMap.nameDialog(popup, name);
  };

  oneMap.nameDialog = function (popup, name) {
    const node = popup.getElement();
    const close = node.querySelector(".leaflet-popup-close-button");
    close.title = oneMap.text("close");
    close.setAttribute("aria-label", close.title);
    node.setAttribute("aria-label", name);
  };

  oneMap.hasFocus = (popup) => popup.getElement().contains(document.activeElement);

  oneMap.focusDialog = (popup) => popup.getElement().focus({ preventScroll: true });

  function goRound(event) {
    if (event.key !== "Tab") return;
    const node = event.currentTarget;
    const stops = [...node.querySelectorAll(STOPS)].filter((stop) => stop.getClientRects().length);
    const [first, last] = [stops[0], stops[stops.length - 1]];
    const isAtEnd = event.shiftKey
      ? [first, node].includes(document.activeElement)
      : document.activeElement === last;
    if (!isAtEnd) return;
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
})(window.oneMap);
