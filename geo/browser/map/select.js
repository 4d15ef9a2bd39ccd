/* What happens when a place is selected, here or elsewhere on the page? */
import { isShown, room } from "../shared/crowd.js";
import { on } from "../shared/events.js";
import { host } from "../shared/host.js";
import { wording } from "../shared/language.js";
import { selectedPlace, state } from "../shared/state.js";
import { clearOfSheet, fitView, hasSheet, isFitted, pagePanel, restoreView } from "./address.js";
import { boundsOf } from "./areas.js";
import { boxAround, boxOfBounds, cardFrame, openCard, placeCard, sizeOfCard } from "./card.js";
import { focusDialog, hasFocus, nameDialog } from "./dialog.js";
import { leavePlaceList } from "./place-list.js";
import { markSelected, nodeOf } from "./places.js";
import { popupContent } from "./popup.js";
import { roomFor } from "./popup-spot.js";

const WIDEST_PX = 290;
const SYMBOL_REACH_PX = 22;
const SHEET_SHARE = 0.42; // of the frame that a sheet from below may cover
/** @type {MapCard | null} */
let card = null;
let closing = false; // whether it is this code that closes the popup
let isUnfolded = false; // whether the popup says all that there is
let holdsView = false; // whether the view is one that a link states

/** Leaves the view as it is at the next selection that a message makes.
    @param {boolean} wanted */
export const holdView = (wanted) => { holdsView = wanted; };

/** Selects a place (null: none); `made` says that the reader did it on the map.
    @param {string | null} id
    @param {boolean} [made] */
export function selectPlace(id, made) {
  room?.cancelSelection();
  const feature = id === null ? undefined : state.places.get(id);
  const chosen = feature && isShown(feature) ? id : null;
  if (chosen === state.place && (card || (chosen && pagePanel()))) return;
  closePopup();
  state.place = chosen;
  room?.removeUnselected();
  if (chosen && feature) present(feature, Boolean(made) || !holdsView);
  else restoreView();
  holdsView = false;
  markSelected();
  if (made) host.tell(chosen);
}

/** One tap opens one thing: where the page shows the place in a sheet there is no popup.
    @param {Feature} feature
    @param {boolean} fits */
function present(feature, fits) {
  if (!pagePanel()) openPopup(feature);
  if (fits) fit(feature);
  if (card) placeCard(card);
  else if (hasSheet() && document.documentElement.dataset.ready) clearOfSheet(boxOf(feature));
}

/** Shows all of an area, or brings a known spot into sight, with room for the popup.
    @param {Feature} feature */
function fit(feature) {
  const { map } = state;
  const { located, anchor } = feature.properties;
  const frame = card ? cardFrame() : map.getSize();
  const [upper, [right, bottom]] = roomFor(frame, card && sizeOfCard(card));
  const below = hasSheet() ? Math.max(bottom, frame.y * SHEET_SHARE) : bottom;
  const lower = L.point(right + map.getSize().x - frame.x, below);
  const room = { paddingTopLeft: L.point(upper), paddingBottomRight: lower, animate: false };
  fitView(() => {
    if (located) map.panInside(anchor, withReach(room));
    else map.fitBounds(boundsOf(feature), room);
  });
}

/** Room for a symbol around its spot.
    @template {{ paddingTopLeft: L.Point, paddingBottomRight: L.Point }} T
    @param {T} room */
const withReach = (room) => ({
  ...room,
  paddingTopLeft: room.paddingTopLeft.add([SYMBOL_REACH_PX, SYMBOL_REACH_PX]),
  paddingBottomRight: room.paddingBottomRight.add([SYMBOL_REACH_PX, SYMBOL_REACH_PX]),
});

/** @param {Feature} feature */
function openPopup(feature) {
  isUnfolded = false;
  card = openCard({
    content: contentOf(feature),
    name: wording(feature.properties.name),
    boxOf: () => boxOf(feature),
    widest: WIDEST_PX,
    tallest: isUnfolded ? 360 : 290,
    closeOnClick: false, // a click on another symbol selects that one, without a pause of none
  });
}

/** What the popup of a place must not cover.
    @param {Feature} feature */
function boxOf(feature) {
  const { located, anchor } = feature.properties;
  return located ? boxAround(anchor, SYMBOL_REACH_PX) : boxOfBounds(boundsOf(feature));
}

/** @param {Feature} feature */
const contentOf = (feature) => popupContent(feature, { all: isUnfolded, more: showMore });

/* Leads to the page's own panel; where there is none the popup itself says the rest. */
function showMore() {
  if (host.showPanel()) return;
  isUnfolded = true;
  rewritePopup();
}

/* Leads a keyboard into the popup that it opened. */
const focusPopup = () => card && focusDialog(card.popup);

function closePopup() {
  if (!card) return;
  closing = true;
  card.popup.remove();
  closing = false;
  card = null;
}

/** Called when the reader closes a popup: the selection ends everywhere.
    @param {L.Popup} closed */
export function onPopupClosed(closed) {
  if (closing || !card || closed !== card.popup) return;
  card = null;
  end();
}

/* Ends the selection as a reader does: by Escape, or by a click beside everything. */
export function endSelection() {
  if (leavePlaceList()) return;
  if (card) state.map.closePopup();
  else if (state.place) end();
}

function end() {
  const feature = selectedPlace();
  selectPlace(null, true);
  const node = (feature && nodeOf(feature)) || state.map.getContainer(); // the crowd has no symbols
  node.focus({ preventScroll: true });
}

function movePopup() {
  if (card) placeCard(card);
}

/* Writes an open popup anew: in another language, or with other figures. */
export function rewritePopup() {
  const feature = selectedPlace();
  if (!card || !feature) return;
  const { popup } = card;
  const hadFocus = hasFocus(popup);
  popup.setContent(contentOf(feature));
  nameDialog(popup, wording(feature.properties.name));
  placeCard(card);
  if (hadFocus && !hasFocus(popup)) focusPopup();
}

/* Presents the selection anew after the map changed its size, so that it fits again. */
export function presentAgain() {
  const feature = selectedPlace();
  if (!feature) return;
  const hadFocus = card && hasFocus(card.popup);
  closePopup();
  present(feature, isFitted());
  if (hadFocus) focusPopup();
}

on("select", selectPlace);
on("focus", focusPopup);
on("leave", endSelection);
on("arranged", movePopup);
