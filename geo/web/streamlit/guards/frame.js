/* Whose messages does the map's frame take? Those of the page of ours that it lies in.

   The component of the map runs what a message tells it, whoever sent it: any page that opened this
   one, or that frames it, could. What comes from anybody else is stopped here before the component
   sees it. This is the first script of its page, so no listener was there before; and a page that
   was opened by itself, not in a frame, has nobody to listen to. */
(function () {
  "use strict";
  const page = window.parent;
  window.addEventListener(
    "message",
    (event) => {
      const own = page !== window && event.source === page && event.origin === location.origin;
      if (!own) event.stopImmediatePropagation();
    },
    true,
  );
})();
