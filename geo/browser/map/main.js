/* What can be asked of the map from outside? This, and nothing else: by folium's script, by the page
   around the frame, and by tests. */
import { useHost } from "../shared/host.js";
import { setTexts } from "../shared/language.js";
import { setRoom } from "./room.js";
import { followPage, streamlitHost } from "./streamlit-host.js";

export { isShown, room as crowd } from "../shared/crowd.js";
export { host } from "../shared/host.js";
export { state } from "../shared/state.js";
export { nodeFor } from "./places.js";
export { selectPlace } from "./select.js";
export { ahead, receive, start } from "./start.js";

/** Called once by the page's constant code: with the app's words, and the file of the crowd's script.
    @param {Record<string, Record<string, string>>} words
    @param {string} file */
export function begin(words, file) {
  setTexts(words);
  setRoom(file);
}

useHost(streamlitHost());
followPage();
