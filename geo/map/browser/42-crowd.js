/* Which of very many places are shown? The index of the crowd and the present filter.

   The crowd is all that is not drawn as symbols (docs/served-files.md). A place is known by its
   position in it. A filter is decided by the places' codes, or by a bit a place where the reader
   searches for a text. */
(function (oneMap) {
  "use strict";

  const BLOCK_BITS = 256; // so many positions are counted at once
  const INLINE = "bits:";
  const crowd = { index: null, filter: null };
  let follows = 0; // filters asked for; only the last one asked for counts
  let answered = null; // promise of the present filter

  oneMap.crowd = crowd;

  /* Fetches the index of a package's crowd; a package without one has no path. */
  crowd.fetchIndex = (path) => (path ? oneMap.fetchData(path) : null);

  crowd.open = function (index) {
    crowd.callOff(); // positions of what was shown before mean nothing now
    oneMap.closeList();
    crowd.index = index;
    crowd.filter = null;
    follows += 1;
    answered = null;
    crowd.forget();
    if (!index) return;
    let first = 0;
    for (const chunk of index.chunks) {
      chunk.first = first;
      first += chunk.count;
    }
    const colours = index.codes.map(({ workstream }) => oneMap.look(workstream).colour);
    crowd.colours = [...new Set(colours)];
    crowd.lookOf = Uint8Array.from(colours, (colour) => crowd.colours.indexOf(colour));
    crowd.located = Uint8Array.from(index.codes, ({ located }) => (located ? 1 : 0));
  };

  /* Follows a message's filter. What is drawn and counted changes when all of it is there. */
  crowd.follow = function (told) {
    if (!crowd.index || !told) return Promise.resolve();
    const key = JSON.stringify([told.codes, told.found, told.counts]);
    if (answered && answered.key === key) return answered;
    follows += 1;
    answered = settle(told, follows);
    answered.key = key;
    return answered;
  };

  /* Resolves when the filter asked for last is there. */
  crowd.filtered = () => answered || Promise.resolve();

  async function settle(told, mine) {
    let bits = null;
    try {
      if (told.found) bits = await foundBits(told.found);
    } catch (fault) {
      if (mine !== follows) return;
      answered = null; // the next message asks again
      console.warn("what was found did not load:", fault.message);
      oneMap.notice(oneMap.text("failed"), () => oneMap.again());
      crowd.release();
      return;
    }
    if (mine !== follows) return; // another filter was asked for meanwhile
    const mask = oneMap.readMask(told.codes);
    const { counts } = told;
    const codes = Uint8Array.from(counts, (count, code) => (bits ? count > 0 : mask(code)) ? 1 : 0);
    crowd.filter = { codes, counts, bits, blocks: bits && blocksOf(bits) };
    oneMap.onCrowdFilter();
  }

  async function foundBits(path) {
    if (path.startsWith(INLINE)) return oneMap.fromBase64(path.slice(INLINE.length));
    return new Uint8Array(await oneMap.fetchBytes(path, true));
  }

  /* Whether the place at a position, of a code, is shown. */
  crowd.passes = function (position, code) {
    if (!crowd.filter) return false;
    const { bits, codes } = crowd.filter;
    return bits ? ((bits[position >> 3] >> (7 - (position & 7))) & 1) === 1 : codes[code] === 1;
  };

  const ONES = Uint8Array.from({ length: 256 }, (_, byte) => [...byte.toString(2)].filter((bit) => bit === "1").length);

  /* How many bits are set before each block of positions. */
  function blocksOf(bits) {
    const bytes = BLOCK_BITS / 8;
    const blocks = new Uint32Array(Math.ceil(bits.length / bytes) + 1);
    let sum = 0;
    for (let at = 0; at < bits.length; at += 1) {
      if (at % bytes === 0) blocks[at / bytes] = sum;
      sum += ONES[bits[at]];
    }
    blocks[Math.ceil(bits.length / bytes)] = sum;
    return blocks;
  }

  /* How many places before a position are found. */
  crowd.foundBefore = function (position) {
    const { bits, blocks } = crowd.filter;
    const block = Math.floor(position / BLOCK_BITS);
    let sum = blocks[block];
    for (let at = (block * BLOCK_BITS) >> 3; at < position >> 3; at += 1) sum += ONES[bits[at]];
    const rest = position & 7;
    return rest ? sum + ONES[bits[position >> 3] >> (8 - rest)] : sum;
  };

  /* How many places of the crowd are shown, and of all: of one layer, or in all layers. */
  crowd.countOf = function (layer) {
    const sum = { shown: 0, total: 0, workstream: null };
    const streams = new Set();
    if (!crowd.index) return sum;
    crowd.index.codes.forEach((code, number) => {
      if (layer && code.layer !== layer) return;
      sum.shown += crowd.filter ? crowd.filter.counts[number] : 0;
      sum.total += code.count;
      if (code.count) streams.add(code.workstream);
    });
    sum.workstream = streams.size > 1 ? undefined : [...streams][0] || null;
    return sum;
  };

  /* Degrees of a point of the crowd's square: [longitude, latitude]. */
  const SIDE = 2 ** 30;
  crowd.degrees = function (x, y) {
    const latitude = Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / SIDE)));
    const rounded = (angle) => Number(angle.toFixed(7));
    return [rounded((x / SIDE) * 360 - 180), rounded((latitude * 180) / Math.PI)];
  };

  /* Units of the square to a pixel's side, inverted: pixels a unit at a zoom. */
  crowd.scale = (zoom) => (256 * 2 ** zoom) / SIDE;

  crowd.SIDE = SIDE;
})(window.oneMap);
