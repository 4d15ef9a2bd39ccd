/* What do the app's pages do by themselves, whatever Streamlit draws? */
import "./at-once.js";
import "./cut.js";
import "./light.js";
import "./preload.js";
import "./copy.js";
import "./send.js";
import "./here.js";
import "./find.js";
import "./ahead.js";
import "./panel.js";
import "./story-keys.js";
import "./announce.js";
import "./print-where.js";
import "./a11y.js";
import "./upload.js";
import "./reconnect.js";
import "./connection.js";
import "./take-over.js";

