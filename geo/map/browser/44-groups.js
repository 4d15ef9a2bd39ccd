/* Which dots would lie on top of each other, and stand together as one circle with their number?

   Places are gathered by the cells of a grid that is fixed in the world at each zoom, so that panning
   changes no group; a circle stands in the middle of its places, and circles that would overlap are
   one. A dot with room around it stays a dot. All coordinates are pixels of the frame drawn. */
(function (oneMap) {
  "use strict";

  const { crowd } = oneMap;
  const CELL_PX = 64;
  const FAR_CELL_PX = 80; // where all places stand in groups there are fewer, to keep it calm
  const REACH_PX = 12; // dots nearer than this hide each other
  const FINE_PX = Math.floor(REACH_PX / Math.SQRT2); // two in one such cell always do
  const DOT_PX = 5;
  const OVERLAP = 0.92; // circles may touch

  crowd.NO_SHARE = 1000; // of a group whose colours are not known

  /* How wide a circle is that holds so many. */
  const radius = (count) => Math.min(27, 10.5 + 3 * Math.log10(count));

  /* The part of the world that has to be looked through so that no group is cut: whole cells. */
  crowd.wholeCells = function (frame, cell = CELL_PX) {
    const [left, top] = shift(frame, cell);
    const up = (length, past) => Math.ceil((length + past) / cell) * cell - past;
    return { left: -left, top: -top, right: up(frame.width, left), bottom: up(frame.height, top) };
  };

  /* How far the frame's corner lies within its cell. */
  const shift = ({ x, y }, cell) => [((x % cell) + cell) % cell, ((y % cell) + cell) % cell];

  /* The cell of a point as one number, and those around it. */
  function grid(frame, cell) {
    const [left, top] = shift(frame, cell);
    const columns = Math.ceil(frame.width / cell) + 3;
    const around = [-1, 0, 1].flatMap((row) => [-1, 0, 1].map((column) => row * columns + column));
    return {
      around,
      at: (x, y) => Math.floor((y + top) / cell) * columns + Math.floor((x + left) / cell),
    };
  }

  const blank = (key) => ({
    key, count: 0, x: 0, y: 0, cells: [], shares: new Map(), box: [Infinity, Infinity, -Infinity, -Infinity],
  });

  function add(group, x, y, count) {
    group.count += count;
    group.x += x * count;
    group.y += y * count;
  }

  function widen({ box }, west, north, east, south) {
    if (west < box[0]) box[0] = west;
    if (north < box[1]) box[1] = north;
    if (east > box[2]) box[2] = east;
    if (south > box[3]) box[3] = south;
  }

  /* A share of the circle's rim: a colour, and whether the spots are known. */
  const share = (code) => 2 * crowd.lookOf[code] + (crowd.located[code] ? 0 : 1);

  const colour = ({ shares }, key, count) => shares.set(key, (shares.get(key) || 0) + count);

  /* Stands groups, an array by cell, in the middle of their places, the largest first. One that
     would overlap a larger one goes into that. Gives those that stay. */
  function settle(groups, { around }) {
    const all = groups.filter(Boolean);
    for (const group of all) {
      group.x /= group.count;
      group.y /= group.count;
      group.radius = radius(group.count);
    }
    all.sort((one, two) => two.count - one.count || one.key - two.key);
    const stays = [];
    for (const group of all) {
      const others = around.map((past) => stays[group.key + past]).filter(Boolean);
      const host = others.find((other) => away(group, other) < (group.radius + other.radius) * OVERLAP);
      if (host) fold(group, host);
      else stays[group.key] = group;
    }
    return stays;
  }

  const away = (one, two) => Math.hypot(one.x - two.x, one.y - two.y);

  function fold(group, host) {
    group.into = host;
    host.count += group.count;
    host.radius = radius(host.count);
    host.cells = host.cells.concat(group.cells);
    widen(host, ...group.box);
    for (const [key, count] of group.shares) mixIn(host, key, count);
  }

  /* Groups of the dots of a near view. Gives each dot its group in `dots.group`, -1 to one alone. */
  crowd.gather = function (dots, frame) {
    const mate = matesOf(dots, frame);
    const cells = grid(frame, CELL_PX);
    const keys = new Int32Array(dots.count).fill(-1);
    const members = []; // how many of a cell's dots hide each other
    for (let dot = 0; dot < dots.count; dot += 1) {
      if (mate[dot] < 0) continue;
      const key = cells.at(dots.x[dot], dots.y[dot]);
      keys[dot] = key;
      members[key] = (members[key] || 0) + 1;
    }
    for (let dot = 0; dot < dots.count; dot += 1) { // one alone in its cell goes to the other's
      if (mate[dot] < 0 || members[keys[dot]] > 1) continue;
      const other = keys[mate[dot]];
      members[keys[dot]] -= 1;
      members[other] += 1;
      keys[dot] = other;
    }
    dots.group = keys;
    const groups = [];
    for (let dot = 0; dot < dots.count; dot += 1) {
      const key = keys[dot];
      if (key >= 0) join((groups[key] = groups[key] || blank(key)), dots, dot);
    }
    const stays = settle(groups, cells);
    for (let dot = 0; dot < dots.count; dot += 1) {
      const group = groups[keys[dot]];
      if (group && group.into) keys[dot] = group.into.key;
    }
    absorb(dots, stays, cells);
    return stays.filter(Boolean);
  };

  /* Dots of one place follow each other and count once. */
  function join(group, dots, dot) {
    widen(group, dots.x[dot], dots.y[dot], dots.x[dot], dots.y[dot]);
    if (group.last === dots.position[dot]) return;
    group.last = dots.position[dot];
    add(group, dots.x[dot], dots.y[dot], 1);
    colour(group, share(dots.code[dot]), 1);
  }

  /* A dot that a circle would hide belongs to it too. */
  function absorb(dots, groups, { at, around }) {
    const spot = { x: 0, y: 0 };
    for (let dot = 0; dot < dots.count; dot += 1) {
      if (dots.group[dot] >= 0) continue;
      spot.x = dots.x[dot];
      spot.y = dots.y[dot];
      const key = at(spot.x, spot.y);
      for (const past of around) {
        const group = groups[key + past];
        if (!group || away(group, spot) > group.radius + DOT_PX) continue;
        const { x, y } = group;
        join(group, dots, dot);
        Object.assign(group, { x, y });
        dots.group[dot] = group.key;
        break;
      }
    }
  }

  /* For each dot another that it hides or is hidden by, -1 where there is none. */
  function matesOf({ count, x, y }, frame) {
    const columns = Math.ceil((frame.width + 2 * CELL_PX) / FINE_PX) + 6;
    const rows = Math.ceil((frame.height + 2 * CELL_PX) / FINE_PX) + 6;
    const heads = new Int32Array(columns * rows).fill(-1);
    const next = new Int32Array(count).fill(-1);
    const mate = new Int32Array(count).fill(-1);
    const cells = new Int32Array(count);
    for (let dot = 0; dot < count; dot += 1) {
      const column = Math.floor((x[dot] + CELL_PX) / FINE_PX) + 3;
      const row = Math.floor((y[dot] + CELL_PX) / FINE_PX) + 3;
      cells[dot] = row * columns + column;
      const other = heads[cells[dot]];
      if (other >= 0) {
        mate[dot] = other;
        if (mate[other] < 0) mate[other] = dot;
      }
      next[dot] = other;
      heads[cells[dot]] = dot;
    }
    for (let dot = 0; dot < count; dot += 1) {
      if (mate[dot] >= 0) continue;
      for (let down = -2; down <= 2 && mate[dot] < 0; down += 1) {
        for (let along = -2; along <= 2 && mate[dot] < 0; along += 1) {
          let other = heads[cells[dot] + down * columns + along];
          for (; other >= 0 && mate[dot] < 0; other = next[other]) {
            if (other === dot || Math.hypot(x[dot] - x[other], y[dot] - y[other]) >= REACH_PX) continue;
            mate[dot] = other;
            if (mate[other] < 0) mate[other] = dot;
          }
        }
      }
    }
    return mate;
  }

  /* Groups of the cells of a far view, of which the present filter shows so many each. */
  crowd.gatherCells = function (level, shown, size, frame) {
    const cells = grid(frame, FAR_CELL_PX);
    const whole = crowd.wholeCells(frame, FAR_CELL_PX);
    const groups = [];
    for (let cell = 0; cell < shown.length; cell += 1) {
      if (!shown[cell]) continue;
      const x = level.x[cell] * size - frame.x;
      const y = level.y[cell] * size - frame.y;
      const [middleX, middleY] = [x + size / 2, y + size / 2];
      if (middleX < whole.left || middleY < whole.top || middleX >= whole.right || middleY >= whole.bottom) continue;
      const key = cells.at(middleX, middleY);
      const group = (groups[key] = groups[key] || blank(key));
      add(group, middleX, middleY, shown[cell]);
      widen(group, x, y, x + size, y + size);
      group.cells.push(cell);
      mix(group, level, cell);
    }
    return settle(groups, cells).filter(Boolean);
  };

  /* Adds a share. Of what was found by a text in a far view it is known how many places there are
     in a cell, not of which kinds: where these could have several colours the rim has none. */
  function mixIn(group, key, count) {
    const { shares } = group;
    if (shares.has(crowd.NO_SHARE)) return;
    const isSure = key !== crowd.NO_SHARE && (!group.isFound || !shares.size || shares.has(key));
    if (isSure) colour(group, key, count);
    else group.shares = new Map([[crowd.NO_SHARE, 1]]);
  }

  function mix(group, { kindAt, code, ofCode }, cell) {
    const { bits, codes } = crowd.filter;
    group.isFound = Boolean(bits);
    for (let kind = kindAt[cell]; kind < kindAt[cell + 1]; kind += 1) {
      if (!codes[code[kind]]) continue;
      mixIn(group, share(code[kind]), ofCode[kind]);
    }
  }
})(window.oneMap);
