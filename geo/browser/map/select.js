/* What happens when a place is selected, here or elsewhere on the page? */
import { isShown } from "../crowd/filter.js";
import { cancelSelection, removeUnselected } from "../crowd/select.js";
import { on } from "../shared/events.js";
import { host } from "../shared/host.js";
import { wording } from "../shared/language.js";
import { selectedPlace, state } from "../shared/state.js";
import { clearOfSheet, hasSheet, pagePanel, returnToLocked } from "./address.js";
import { focusDialog, hasFocus, makeDialog, nameDialog } from "./dialog.js";
import { legendWidth } from "./legend.js";
import { leavePlaceList } from "./place-list.js";
import { markSelected, markerOf, nodeOf } from "./places.js";
import { popupContent } from "./popup.js";

const RIM_PX = 64; // what the buttons on the right take
const WIDE_PX = 700; // from here on a popup also keeps clear of the legend
/** @type {L.Popup | null} */
let popup = null;
let closing = false; // whether it is this code that closes the popup

/** Selects a place (null: none); `made` says that the reader did it on the map.
    @param {string | null} id
    @param {boolean} [made] */
export function selectPlace(id, made) {
  cancelSelection();
  const feature = id === null ? undefined : state.places.get(id);
  const chosen = feature && isShown(feature) ? id : null;
  if (chosen === state.place && (popup || (chosen && pagePanel()))) return;
  closePopup();
  state.place = chosen;
  removeUnselected();
  markSelected();
  if (chosen && feature) present(feature);
  if (made) host.tell(chosen);
}

/** One tap opens one thing: where the page shows the place in a sheet there is no popup.
    @param {Feature} feature */
function present(feature) {
  if (!pagePanel()) openPopup(feature);
  else if (hasSheet() && document.documentElement.dataset.ready) clearOfSheet();
}

/** @param {Feature} feature */
function openPopup(feature) {
  const { map } = state;
  const marker = /** @type {L.Marker} */ (markerOf(feature.id));
  const size = map.getSize();
  popup = L.popup({
    className: "om-bubble",
    maxWidth: Math.min(340, size.x - RIM_PX - 44),
    minWidth: Math.min(240, size.x - RIM_PX - 44),
    maxHeight: Math.max(160, Math.min(280, size.y - 130)),
    offset: [0, -10],
    autoPanPaddingTopLeft: [size.x > WIDE_PX ? legendWidth() + 24 : 12, 12],
    autoPanPaddingBottomRight: [RIM_PX, 12],
    closeButton: true,
    closeOnClick: false, // a click on another symbol selects that one, without a pause of none
  });
  popup.setLatLng(marker.getLatLng()).setContent(popupContent(feature)).openOn(map);
  popup.options.autoPan = false; // room is made once; zoom and filter must not move the map
  makeDialog(popup, wording(feature.properties.name));
}

/* Leads a keyboard into the popup that it opened. */
const focusPopup = () => popup && focusDialog(popup);

function closePopup() {
  if (!popup) return;
  closing = true;
  popup.remove();
  closing = false;
  popup = null;
}

/** Called when the reader closes a popup: the selection ends everywhere.
    @param {L.Popup} closed */
export function onPopupClosed(closed) {
  if (closing || !popup || closed !== popup) return;
  popup = null;
  end();
}

/* Ends the selection as a reader does: by Escape, or by a click beside everything. */
export function endSelection() {
  if (leavePlaceList()) return;
  if (popup) state.map.closePopup();
  else if (state.place) end();
}

function end() {
  const feature = selectedPlace();
  selectPlace(null, true);
  returnToLocked();
  const node = (feature && nodeOf(feature)) || state.map.getContainer(); // the crowd has no symbols
  node.focus({ preventScroll: true });
}

function movePopup() {
  const marker = state.place && markerOf(state.place);
  if (popup && marker) popup.setLatLng(marker.getLatLng());
}

/* Writes an open popup anew: in another language, or with other figures. */
export function rewritePopup() {
  const feature = selectedPlace();
  if (!popup || !feature) return;
  const hadFocus = hasFocus(popup);
  popup.setContent(popupContent(feature));
  nameDialog(popup, wording(feature.properties.name));
  if (hadFocus && !hasFocus(popup)) focusPopup();
}

/* Opens the popup anew after the map changed its size, so that it fits again, or not at all. */
export function reopenPopup() {
  const feature = selectedPlace();
  if (!feature) return;
  const hadFocus = popup && hasFocus(popup);
  closePopup();
  if (pagePanel()) return;
  openPopup(feature);
  if (hadFocus) focusPopup();
}

on("select", selectPlace);
on("focus", focusPopup);
on("leave", endSelection);
on("arranged", movePopup);
