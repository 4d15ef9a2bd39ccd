/* What can be asked of the map from outside? This, and nothing else: by folium's script, by the page
   around the frame, and by tests. */
import { useHost } from "../shared/host.js";
import { followPage, streamlitHost } from "./streamlit-host.js";

export { isShown, room as crowd } from "../shared/crowd.js";
export { host } from "../shared/host.js";
export { setTexts } from "../shared/language.js";
export { state } from "../shared/state.js";
export { nodeFor } from "./places.js";
export { setRoom } from "./room.js";
export { selectPlace } from "./select.js";
export { ahead, receive, start } from "./start.js";

useHost(streamlitHost());
followPage();
