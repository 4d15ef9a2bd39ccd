/* Which records does a mask name? */
/* A function that tells whether the record of an index is named, from its hexadecimal mask. */
export function readMask(mask) {
  return (index) => ((parseInt(mask[index >> 2], 16) >> (3 - (index & 3))) & 1) === 1;
}
