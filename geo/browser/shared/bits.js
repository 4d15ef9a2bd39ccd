/* Which records does a mask name? */
/** A function that tells whether the record of an index is named, from its hexadecimal mask.
    @param {string} mask
    @returns {(index: number) => boolean} */
export function readMask(mask) {
  return (index) => ((parseInt(mask[index >> 2], 16) >> (3 - (index & 3))) & 1) === 1;
}
