/* To which map does an address lead? Decided without a browser. */
const OF_A_MAP = ["data", "v", "w", "l", "q", "place", "base", "c", "story", "embed"];

/** The page of a map with what the address states; null where that is no view, or no map of this site.
    @param {Pick<Location, "search" | "hash">} address
    @param {{ id: string, page: string }[]} maps in order: the first is shown where none is named */
export function leadsTo({ search, hash }, maps) {
  const stated = hash.includes("=") ? hash.slice(1) : search.slice(1);
  const parts = stated.split("&").filter(Boolean);
  /** @param {string} part */
  const name = (part) => part.split("=")[0];
  if (!parts.some((part) => OF_A_MAP.includes(name(part)))) return null;
  const data = parts.findLast((part) => name(part) === "data");
  const wanted = data === undefined ? maps[0] : maps.find(({ id }) => id === decoded(data.slice(5)));
  if (!wanted) return null;
  const rest = parts.filter((part) => name(part) !== "data").join("&");
  const [page] = wanted.page.split("#");
  const mark = hash.includes("=") ? "#" : "?";
  return rest ? page + mark + rest : page;
}

/** @param {string} words */
function decoded(words) {
  try {
    return decodeURIComponent(words);
  } catch {
    return ""; // cut off or made up
  }
}
