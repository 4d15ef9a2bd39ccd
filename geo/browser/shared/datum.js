/* Where on GCJ-02, the datum of maps published in China, does a point of WGS-84 lie?

   The definition that all open implementations follow, with the constants of geo/datum.py: metres
   east and north as sums of sines of the way from 105 E, 35 N, turned into degrees on the Krasovsky
   ellipsoid of 1940. Degrees throughout; points are {lat, lng}. */
const CHINA = { west: 72.004, south: 0.8293, east: 137.8347, north: 55.8271 }; // on WGS-84
const AXIS_M = 6378245;
const ECCENTRICITY2 = 0.006693421622965943;
const DEGREE = Math.PI / 180;
const RIM = 1e-9; // degrees, a tenth of a millimetre: what undoing may be off by at the rim of the box
const ROUNDS = 6; // each makes the error at least 30 times smaller; it starts at a kilometre

/** Two thirds of a sum of sines, each of an amplitude (metres) and half a wavelength (degrees).
    @param {number} along
    @param {[number, number][]} waves */
function ripple(along, waves) {
  const sum = waves.reduce((all, [high, half]) => all + high * Math.sin((Math.PI * along) / half), 0);
  return (sum * 2) / 3;
}

/** @param {Position} point
    @returns {Position} */
function offset({ lat, lng }) {
  const x = lng - 105;
  const y = lat - 35;
  const root = Math.sqrt(Math.abs(x));
  const common = 0.1 * x * y + ripple(x, [[20, 1 / 6], [20, 1 / 2]]);
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * root + common
    + ripple(x, [[20, 1], [40, 3], [150, 12], [300, 30]]);
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.2 * root + common
    + ripple(y, [[20, 1], [40, 3], [160, 12], [320, 30]]);
  const bend = 1 - ECCENTRICITY2 * Math.sin(lat * DEGREE) ** 2;
  const parallel = (AXIS_M / Math.sqrt(bend)) * Math.cos(lat * DEGREE);
  const meridian = (AXIS_M * (1 - ECCENTRICITY2)) / bend ** 1.5;
  return { lat: north / meridian / DEGREE, lng: east / parallel / DEGREE };
}

/** @param {Position} point
    @param {number} [margin] in degrees */
function isInChina({ lat, lng }, margin = 0) {
  const { west, south, east, north } = CHINA;
  return lng >= west - margin && lng <= east + margin && lat >= south - margin && lat <= north + margin;
}

/** @param {Position} point
    @returns {Position} */
export function toGcj02({ lat, lng }) {
  if (!isInChina({ lat, lng })) return { lat, lng };
  const moved = offset({ lat, lng });
  return { lat: lat + moved.lat, lng: lng + moved.lng };
}

/** Starts where the point is and takes away what the offset adds there, until it fits. A point
    just outside the box stays, unless one inside leads to it.
    @param {Position} point
    @returns {Position} */
export function fromGcj02({ lat, lng }) {
  let found = { lat, lng };
  for (let round = 0; round < ROUNDS; round += 1) {
    const moved = offset(found);
    found = { lat: lat - moved.lat, lng: lng - moved.lng };
  }
  return isInChina(found, RIM) ? found : { lat, lng };
}
