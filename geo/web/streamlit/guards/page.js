/* Whose messages does a page take? Those of our own origin: its map's frame.

   Streamlit obeys pages of other origins that its list names, and believes whatever stands in the
   frame of a component, which a page that frames ours can put another document into. */
(function () {
  "use strict";
  window.addEventListener(
    "message",
    (event) => {
      if (event.origin !== location.origin) event.stopImmediatePropagation();
    },
    true,
  );
})();
