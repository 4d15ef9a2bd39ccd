/* How does a lower room tell a higher one that something happened, without knowing it?

   select (id, made)      a place is chosen on the map; `made` says that the reader did it
   leave ()               the reader ends the selection
   promote (feature)      a place of the crowd becomes one with a symbol
   demote (id)            and ceases to be one
   hit (hit, point)       what of the crowd a click means, at a point of the map's container
   focus ()               the popup that is open is to have the keyboard
   stacked ()             symbols and badges stand together otherwise
   arranged ()            the map was moved or zoomed, and all stands for it
   marked ()              what is selected is to be marked as such again
   shown ()               other places are shown, or as many
   picture ()             the crowd's picture is finished
   filter ()              the crowd's filter has come
   filter-failed ()       or has not
   chunk (fault)          a part of the crowd has come, or failed to
   notice (words, again)  something is to be said on the map, with a way to try again
   credits ()             who is to be named below the map has changed
   base (failed)          another basemap is chosen, or it failed
   change (changes)       the one file's view is to be another
   address ()             the explorer's address has changed */
/** @type {Map<string, ((...told: any[]) => void)[]>} */
const listeners = new Map();

/** @template {keyof Events} Name
    @param {Name} name
    @param {(...told: Events[Name]) => void} act */
export function on(name, act) {
  listeners.set(name, [...(listeners.get(name) || []), act]);
}

/** @template {keyof Events} Name
    @param {Name} name
    @param {Events[Name]} told */
export function emit(name, ...told) {
  for (const act of listeners.get(name) || []) act(...told);
}
