/* What are Streamlit's elements called? Here alone, so that the next Streamlit is met in one place.

   Keys are ours (pages/); what Streamlit makes of a key, and all other names, are its own. */

/** The element that a page of ours drew under a key.
    @param {string} key */
export const keyed = (key) => ".st-key-" + key;

/** Those whose key begins so.
    @param {string} prefix */
export const keyedBy = (prefix) => `[class*="st-key-${prefix}"]`;

/** The class that says a key, among others. */
export const KEY = /st-key-\S+/;

export const APP = ".stApp"; // has the colours of the page
export const COMING = "[data-testid=stSkeleton]"; // stands for an element whose code is on its way
export const MAIN = "[data-testid=stMain]"; // scrolls
export const ELEMENT = ".stElementContainer";
export const FILES = "[data-testid=stFileUploader]"; // the field that takes them
export const OPENS_A_LIST = ".stSelectbox [aria-haspopup]"; // its button, named in English
export const NONE_MATCHES = "[data-testid=stSelectboxVirtualDropdown] [role=option] > span"; // in English, too
export const TEXT_FIELD = ".stTextInput"; // around its input
export const PAST_THE_TOP = '[data-testid="stSkipToContent"]';
export const ASKING = ".stButton button, [data-testid=stButtonGroup] button"; // a press is answered by a run
export const CHOSEN = "streamlit:setComponentValue"; // what a component says of a reader's choice
export const MAP_FRAME = 'iframe[src*="/component/pages.shared.map_component."]';

// What the root element says of the page itself.
export const CONNECTION = "data-test-connection-state";
export const RUN = "data-test-script-state";
