// Are columns read as they were written, and anything else refused?
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { fetchColumns, readColumns } from "../../../geo/browser/shared/columns.js";
import { useHost } from "../../../geo/browser/shared/host.js";

/* A file as docs/served-files.md describes it, written by hand. */
function file() {
  const columns = {
    code: { type: "uint8", at: 256, length: 3 },
    x: { type: "int32", at: 264, length: 2 },
    big: { type: "uint32", at: 272, length: 1 },
  };
  const bytes = Buffer.alloc(276);
  const head = Buffer.from(JSON.stringify({ columns }));
  bytes.write("OMC1");
  bytes.writeUInt32LE(head.length, 4);
  head.copy(bytes, 8);
  bytes.set([7, 0, 255], 256);
  bytes.writeInt32LE(-5, 264);
  bytes.writeInt32LE(2 ** 30, 268);
  bytes.writeUInt32LE(4_000_000_000, 272);
  return bytes;
}

const buffer = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
const plain = (columns) => Object.fromEntries(Object.entries(columns).map(([name, of]) => [name, [...of]]));
const wanted = { code: [7, 0, 255], x: [-5, 2 ** 30], big: [4_000_000_000] };

test("columns are read", () => assert.deepEqual(plain(readColumns(buffer(file()))), wanted));

test("zipped or not, by what the bytes are", async () => {
  for (const bytes of [file(), gzipSync(file())]) {
    useHost({ fetchBytes: async () => buffer(bytes) });
    assert.deepEqual(plain(await fetchColumns("any")), wanted);
  }
});

test("other bytes are refused", () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from("OMC1"), Buffer.from("PK..............")]) {
    assert.throws(() => readColumns(buffer(bytes)), /no columns/);
  }
});
