/* What does a view need? The chunks that it meets, or, where they hold too many places, one level. */
(function (oneMap) {
  "use strict";

  const { crowd } = oneMap;

  /* What there is to paint a frame with: chunks or a level; null while nothing of it has come. */
  crowd.plan = function (frame) {
    const wanted = meeting(frame);
    const { exact, levels, chunks } = crowd.index;
    const places = wanted.reduce((sum, number) => sum + chunks[number].count, 0);
    return places > exact && levels.length ? far(frame) : near(wanted);
  };

  function near(wanted) {
    crowd.want(wanted);
    const found = wanted.map(crowd.chunk).filter(Boolean);
    if (!found.length && wanted.length) return null;
    found.sort((one, two) => one.first - two.first);
    return { chunks: found, level: null, missing: wanted.length - found.length };
  }

  function far(frame) {
    crowd.want([]);
    const away = ({ zoom }) => Math.abs(zoom - frame.zoom);
    const level = crowd.index.levels.reduce((best, other) => (away(other) < away(best) ? other : best));
    if (level.read) return { chunks: [], level: level.read, missing: 0 };
    crowd.fetchLevel(level).then((read) => {
      level.read = read;
      crowd.onChunk(null);
    }, crowd.onChunk);
    return null;
  }

  /* Chunks whose boxes meet the cells of the frame, those in the middle first. */
  function meeting(frame) {
    const scale = crowd.scale(frame.zoom);
    const whole = crowd.wholeCells(frame);
    const [west, east] = [(frame.x + whole.left) / scale, (frame.x + whole.right) / scale];
    const [north, south] = [(frame.y + whole.top) / scale, (frame.y + whole.bottom) / scale];
    const [x, y] = [(west + east) / 2, (north + south) / 2];
    const found = [];
    crowd.index.chunks.forEach(({ box }, number) => {
      if (box[0] > east || box[2] < west || box[1] > south || box[3] < north) return;
      found.push({ number, away: crowd.awayFrom(box, 0, x, y) });
    });
    return found.sort((one, two) => one.away - two.away).map(({ number }) => number);
  }

  /* How far a point is from a box (west, north, east, south) that begins somewhere in an array. */
  crowd.awayFrom = function (box, at, x, y) {
    const along = Math.max(box[at] - x, 0, x - box[at + 2]);
    return Math.hypot(along, Math.max(box[at + 1] - y, 0, y - box[at + 3]));
  };
})(window.oneMap);
