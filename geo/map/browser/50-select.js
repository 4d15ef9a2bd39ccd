/* What happens when a place is selected, here or elsewhere on the page? */
(function (oneMap) {
  "use strict";

  const RIM_PX = 64; // what the buttons on the right take
  const WIDE_PX = 700; // from here on a popup also keeps clear of the legend
  let popup = null;
  let closing = false; // whether it is this code that closes the popup

  /* Selects a place (null: none); `made` says that the reader did it on the map. */
  oneMap.select = function (id, made) {
    const { state } = oneMap;
    oneMap.crowd.callOff();
    const feature = state.places.get(id);
    const chosen = feature && oneMap.isShown(feature) ? id : null;
    if (chosen === state.place && (popup || (chosen && oneMap.pagePanel()))) return;
    closePopup();
    state.place = chosen;
    oneMap.crowd.demote();
    oneMap.markSelected();
    if (chosen) present(feature);
    if (made) oneMap.tell(chosen);
  };

  /* One tap opens one thing: where the page shows the place in a sheet there is no popup. */
  function present(feature) {
    if (!oneMap.pagePanel()) openPopup(feature);
    else if (oneMap.hasSheet() && document.documentElement.dataset.ready) oneMap.clearOfSheet();
  }

  function openPopup(feature) {
    const { map } = oneMap.state;
    const marker = oneMap.markerOf(feature.id);
    const size = map.getSize();
    popup = L.popup({
      className: "om-bubble",
      maxWidth: Math.min(340, size.x - RIM_PX - 44),
      minWidth: Math.min(240, size.x - RIM_PX - 44),
      maxHeight: Math.max(160, Math.min(280, size.y - 130)),
      offset: [0, -10],
      autoPanPaddingTopLeft: [size.x > WIDE_PX ? oneMap.legendWidth() + 24 : 12, 12],
      autoPanPaddingBottomRight: [RIM_PX, 12],
      closeButton: true,
      closeOnClick: false, // a click on another symbol selects that one, without a pause of none
    });
    popup.setLatLng(marker.getLatLng()).setContent(oneMap.popupContent(feature)).openOn(map);
    popup.options.autoPan = false; // room is made once; zoom and filter must not move the map
    oneMap.makeDialog(popup, oneMap.say(feature.properties.name));
  }

  /* Leads a keyboard into the popup that it opened. */
  oneMap.focusPopup = () => popup && oneMap.focusDialog(popup);

  function closePopup() {
    if (!popup) return;
    closing = true;
    popup.remove();
    closing = false;
    popup = null;
  }

  /* Called when the reader closes a popup: the selection ends everywhere. */
  oneMap.onPopupClosed = function (closed) {
    if (closing || !popup || closed !== popup) return;
    popup = null;
    end();
  };

  /* Ends the selection as a reader does: by Escape, or by a click beside everything. */
  oneMap.leave = function () {
    if (oneMap.leaveList()) return;
    if (popup) oneMap.state.map.closePopup();
    else if (oneMap.state.place) end();
  };

  function end() {
    const feature = oneMap.state.places.get(oneMap.state.place);
    oneMap.select(null, true);
    oneMap.returnToLocked();
    const node = (feature && oneMap.nodeOf(feature)) || oneMap.state.map.getContainer(); // the crowd has no symbols
    node.focus({ preventScroll: true });
  }

  oneMap.movePopup = function () {
    const marker = oneMap.markerOf(oneMap.state.place);
    if (popup && marker) popup.setLatLng(marker.getLatLng());
  };

  /* Writes an open popup anew: in another language, or with other figures. */
  oneMap.rewritePopup = function () {
    const feature = oneMap.state.places.get(oneMap.state.place);
    if (!popup || !feature) return;
    const hadFocus = oneMap.hasFocus(popup);
    popup.setContent(oneMap.popupContent(feature));
    oneMap.nameDialog(popup, oneMap.say(feature.properties.name));
    if (hadFocus && !oneMap.hasFocus(popup)) oneMap.focusPopup();
  };

  /* Opens the popup anew after the map changed its size, so that it fits again, or not at all. */
  oneMap.reopenPopup = function () {
    const feature = oneMap.state.places.get(oneMap.state.place);
    if (!feature) return;
    const hadFocus = popup && oneMap.hasFocus(popup);
    closePopup();
    if (oneMap.pagePanel()) return;
    openPopup(feature);
    if (hadFocus) oneMap.focusPopup();
  };
})(window.oneMap);
