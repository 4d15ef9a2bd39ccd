/* Which of a row of things does a mask name? One bit each, the first the highest of the first byte;
   in a message the bytes travel as base64 (docs/served-files.md). */

/** Bytes that travel as base64.
    @param {string} text */
export const fromBase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

/** @param {Uint8Array} bits */
export const toBase64 = (bits) => btoa(Array.from(bits, (byte) => String.fromCharCode(byte)).join(""));

/** Whether the thing of an index is named.
    @param {Uint8Array} bits
    @param {number} index */
export const isSet = (bits, index) => ((bits[index >> 3] >> (7 - (index & 7))) & 1) === 1;

/** A function that tells whether the record of an index is named, from its mask.
    @param {string} mask
    @returns {(index: number) => boolean} */
export function readMask(mask) {
  const bits = fromBase64(mask);
  return (index) => isSet(bits, index);
}

/** The mask of the things whose flag is set.
    @param {boolean[]} flags */
export function writeMask(flags) {
  const bits = new Uint8Array(Math.ceil(flags.length / 8));
  flags.forEach((flag, index) => { if (flag) bits[index >> 3] |= 128 >> (index & 7); });
  return toBase64(bits);
}
