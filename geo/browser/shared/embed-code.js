/* Which markup shows a map of ours in the page of others? An address and a name, every text written out. */

/** @type {Record<string, string>} */
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** @param {string} text */
const written = (text) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]);

/** @param {string} address
    @param {{ title: string, width: string, height: string }} frame */
export function embedCode(address, { title, width, height }) {
  const size = `width="${written(width)}" height="${written(height)}"`;
  const frame = `<iframe src="${written(address)}" title="${written(title)}" ${size}`;
  return frame + ' style="border:0" loading="lazy" allow="clipboard-write; geolocation"></iframe>';
}
