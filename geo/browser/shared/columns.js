/* How are numbers read that came as columns of bytes? (docs/served-files.md)

   A file is one gzip member: a JSON text that names the columns, then the columns themselves, which
   become typed arrays over the bytes as they are, without a copy. */
import { host } from "./host.js";

const MAGIC = "OMC1";
const HEAD_BYTES = 8; // the magic and the length of the text
const TYPES = { uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array, int32: Int32Array };

/** The columns of a file by their names; which ones a file has is known to those who ask for it.
    @param {string} path
    @returns {Promise<any>} */
export async function fetchColumns(path) {
  return readColumns(await unzipped(await host.fetchBytes(path)));
}

/** A host that says in its header that the bytes are gzipped has the browser unzip them.
    @param {ArrayBuffer} buffer */
export async function unzipped(buffer) {
  const [first, second] = new Uint8Array(buffer, 0, Math.min(2, buffer.byteLength));
  if (first !== 0x1f || second !== 0x8b) return buffer;
  const stream = new Blob([buffer]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/** @param {ArrayBuffer} buffer
    @returns {any} */
export function readColumns(buffer) {
  /** @param {number} from
      @param {number} length */
  const read = (from, length) => new TextDecoder().decode(new Uint8Array(buffer, from, length));
  if (buffer.byteLength < HEAD_BYTES || read(0, 4) !== MAGIC) throw new Error("no columns");
  const length = new DataView(buffer).getUint32(4, true);
  /** @type {{ columns: Record<string, { type: keyof typeof TYPES, at: number, length: number }> }} */
  const { columns } = JSON.parse(read(HEAD_BYTES, length));
  const entries = Object.entries(columns).map(([name, { type, at, length: count }]) =>
    [name, new TYPES[type](buffer, at, count)]); // every machine with a browser is little-endian
  return Object.fromEntries(entries);
}
