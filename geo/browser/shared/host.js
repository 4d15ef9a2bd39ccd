/* What does the map need of the page that it stands in? Made once for the app, once for one file.

   fetchData (path, own)   promise of the JSON of a file below `layers/`; `own` says that it is the
                           app's alone, where data may lie with a host that hands out copies
   fetchBytes (path, own)  promise of its bytes
   tell (place)            a place was selected on the map (null: none), or a basemap chosen
   address ()              the link of what is seen
   writeAddress ()         writes what is seen into the address
   standAs (map)           shows what another map shows, where a page has two after each other
   comeIntoSight ()        brings the map into sight after a selection made elsewhere
   scroller ()             what of the page scrolls */
/** @type {Host} */
export const host = /** @type {any} */ ({});

/** @param {Host} made */
export const useHost = (made) => Object.assign(host, made);
