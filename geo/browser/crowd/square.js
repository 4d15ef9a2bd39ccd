/* Where on the crowd's square does a point lie? The world in Web Mercator, 2^30 units wide. */
export const SIDE = 2 ** 30;

/** Degrees of a point of the crowd's square: [longitude, latitude].
    @param {number} x
    @param {number} y
    @returns {[number, number]} */
export function degrees(x, y) {
  const latitude = Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / SIDE)));
  /** @param {number} angle */
  const rounded = (angle) => Number(angle.toFixed(7));
  return [rounded((x / SIDE) * 360 - 180), rounded((latitude * 180) / Math.PI)];
}

/** Units of the square to a pixel's side, inverted: pixels a unit at a zoom.
    @param {number} zoom */
export const scaleAt = (zoom) => (256 * 2 ** zoom) / SIDE;

/** The point of the square of {lat, lng}.
    @param {Position} point
    @returns {Spot} */
export function square({ lat, lng }) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return {
    x: ((lng + 180) / 360) * SIDE,
    y: (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * SIDE,
  };
}
