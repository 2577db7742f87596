/**
 * The header of a safetensors file: eight bytes of little-endian length N, N bytes of JSON
 * `{ name: { dtype, shape, data_offsets: [from, to] } }`, then the data. Offsets count from the end of the header.
 */
import { HermesError } from "../../errors.ts";
import { isJsonObject, parseJsonObject } from "../json/parse-json-object.ts";
import { quoteName } from "../quote-name.ts";
import { checkNoOverlap, parseTensorEntry, type TensorEntry } from "./tensor-entry.ts";

/** Bytes in front of the JSON. */
export const LENGTH_BYTES = 8;
/** 40 times what the 405B model with scales needs in one file (under 0.4 MB); more could exhaust the heap while parsing. */
export const MAX_HEADER_BYTES = 16 * 2 ** 20;
/** The key that is no tensor: a flat object of strings. */
export const METADATA_KEY = "__metadata__";

export interface SafetensorsHeader {
  readonly entries: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Checks the length in front of the header, before anything of that size is allocated.
 * @throws HermesError "file-invalid".
 */
export function parseHeaderLength(prefix: Uint8Array, fileLength: number, path: string): number {
  const invalid = (problem: string) =>
    new HermesError("file-invalid", `${path}: ${problem}. Is it a whole safetensors file?`, { path, offset: 0 });
  if (prefix.length < LENGTH_BYTES) throw invalid(`expected a safetensors header, got ${fileLength} bytes in all`);
  const length = new DataView(prefix.buffer, prefix.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) {
    // What is downloaded in place of a file is text: a web page, or the note that git leaves without LFS.
    const start = Buffer.from(prefix).toString("latin1");
    const text = /^[\x20-\x7e\n]+$/.test(start) ? ` (the file begins with ${JSON.stringify(start)}, as text does)` : "";
    throw invalid(`expected a header of at most ${MAX_HEADER_BYTES} bytes, got a length of ${length}${text}`);
  }
  if (Number(length) > fileLength - LENGTH_BYTES) {
    throw invalid(`the header claims ${length} bytes, but the file has ${fileLength} in all`);
  }
  return Number(length);
}

/**
 * Parses and checks the JSON of a header. Holes between tensors are tolerated; overlaps, repeated names, offsets
 * outside the file and lengths other than shape * dtype are not.
 * @param dataLength bytes in the file after the header
 * @throws HermesError "file-invalid", or "unsupported" for a dtype we do not know.
 */
export function parseHeader(json: Uint8Array, dataLength: number, path: string): SafetensorsHeader {
  const object = parseJsonObject(json, path, LENGTH_BYTES);
  const layout = { path, dataStart: LENGTH_BYTES + json.length, dataLength };
  const entries: TensorEntry[] = [];
  let metadata: Readonly<Record<string, string>> = {};
  for (const [name, value] of Object.entries(object)) {
    if (name === METADATA_KEY) metadata = parseMetadata(value, path);
    else entries.push(parseTensorEntry(name, value, layout));
  }
  checkNoOverlap(entries, path);
  return { entries, metadata };
}

function parseMetadata(value: unknown, path: string): Readonly<Record<string, string>> {
  const isFlat = isJsonObject(value) && Object.values(value).every((item) => typeof item === "string");
  if (isFlat) return value as Readonly<Record<string, string>>;
  const message = `${path}: expected ${quoteName(METADATA_KEY)} to be an object of strings. Write the file again.`;
  throw new HermesError("file-invalid", message, { path, offset: LENGTH_BYTES });
}
