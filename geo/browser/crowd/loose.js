/* Which places of the crowd are not located? The badges of their areas stand for those.

   The index says for each area at which positions they stand, and how many of each category there are
   (docs/served-files.md). */
import { crowd, passesFilter } from "../shared/crowd.js";
import { chunkOf, fetchChunk } from "./chunks.js";
import { foundBefore } from "./filter.js";

/** How many of them are shown, by area and workstream. Of what a text finds it is known how many,
    not of which categories: these count for the workstream of most.
    @returns {{ area: string, workstream: string, count: number }[]} */
export function looseShown() {
  const { index, filter } = crowd;
  if (!index || !filter) return [];
  return (index.areas || []).flatMap(({ area, runs, categories }) => {
    if (area === null) return []; // as wide as the district, which has no badge
    const { found } = filter;
    if (!found) {
      const shown = categories.filter(([category]) => filter.categories[category]);
      return shown.map(([category, count]) => ({ area, workstream: index.categories[category].workstream, count }));
    }
    const count = runs.reduce((sum, [first, length]) => 
      sum + foundBefore(first + length, found) - foundBefore(first, found), 0);
    const [[most]] = [...categories].sort((one, two) => two[1] - one[1]);
    return count ? [{ area, workstream: index.categories[most].workstream, count }] : [];
  });
}

/** Positions of those in some areas that are shown; their categories come with their chunks.
    @param {Set<string>} areas */
export async function loosePositions(areas) {
  /** @type {number[]} */
  const found = [];
  for (const { area, runs } of crowd.index?.areas || []) {
    if (area === null || !areas.has(area)) continue;
    for (const [first, length] of runs) {
      /** @type {Chunk | null} */
      let chunk = null;
      for (let position = first; position < first + length; position += 1) {
        const isIn = chunk && position < chunk.first + chunk.count;
        if (!chunk || !isIn) chunk = await fetchChunk(chunkOf(position));
        if (passesFilter(position, chunk.category[position - chunk.first])) found.push(position);
      }
    }
  }
  return found.sort((one, two) => one - two);
}

/** The area that stands for the place at a position, if it is not located.
    @param {number} position */
export function areaAt(position) {
  /** @param {[number, number]} run */
  const holds = ([first, length]) => position >= first && position < first + length;
  return crowd.index?.areas?.find(({ runs }) => runs.some(holds))?.area || undefined;
}
