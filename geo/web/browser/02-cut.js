/* What of a link was cut off by the way it was written?

   A link whose ampersands were written as markup does, by their number (&#38;), breaks off for a
   browser at the first #. What stands behind it is put back, and the page asked for again; the
   server reads the other ways of writing it (geo/view/arrived.py). */
(function () {
  "use strict";
  const AMPERSAND = /&?#(?:0*38|x0*26);(?:amp;)*/gi;
  const { pathname, search, hash } = window.location;
  const rest = hash.replace(AMPERSAND, "&");
  if (search.endsWith("&") && rest.startsWith("&")) location.replace(pathname + search + rest.slice(1));
})();
