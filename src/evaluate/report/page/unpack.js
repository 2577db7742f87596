/** @import { SampleEntry } from "../sample-entry.ts" */
/** @import { SampleRow } from "../../contract.ts" */

/** Chunks that stay unpacked: going to and fro costs nothing, and a search through all does not fill the memory. */
const KEPT_CHUNKS = 8;

/** @type {Map<number, Promise<readonly SampleRow[]>>} */
const unpacked = new Map();

/** @returns {Promise<readonly SampleEntry[]>} */
export function readEntries() {
  return unpack("entries");
}

/**
 * @param {number} chunk
 * @returns {Promise<readonly SampleRow[]>}
 */
export function readChunk(chunk) {
  const rows = unpacked.get(chunk) ?? unpack(`chunk-${chunk}`);
  unpacked.delete(chunk);
  unpacked.set(chunk, rows);
  const oldest = unpacked.keys().next();
  if (unpacked.size > KEPT_CHUNKS && !oldest.done) unpacked.delete(oldest.value);
  return rows;
}

/**
 * The JSON that an element of the page holds as gzip in Base64.
 * @param {string} id
 */
async function unpack(id) {
  const packed = document.getElementById(id)?.textContent ?? "";
  const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}
