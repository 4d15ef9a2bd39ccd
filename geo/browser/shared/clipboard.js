/* How is a text copied, whatever the browser allows? And which day is it for the reader? */

/** The reader's own date: the server is elsewhere. */
export function today() {
  const now = new Date();
  /** @param {number} number */
  const two = (number) => String(number).padStart(2, "0");
  return [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
}

/** @param {string} text */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch (refused) {
    if (!byHand(text)) throw refused;
  }
}

/** Plain http and older phones have no clipboard interface.
    @param {string} text */
function byHand(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "offscreen";
  // Inside a dialog only what belongs to it can be focused.
  (document.querySelector('dialog[open], [role="dialog"]') || document.body).appendChild(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
