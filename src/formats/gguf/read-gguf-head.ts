import { closeSync, fstatSync } from "node:fs";
import { HermesError } from "../../errors.ts";
import { openFile } from "../open-file.ts";
import { quoteName } from "../quote-name.ts";
import { GgufCursor } from "./gguf-cursor.ts";
import { type GgufValue, readValue } from "./gguf-values.ts";
import { checkTensors, type GgufTensor, readTensor } from "./tensor-table.ts";

/** All of a GGUF file but its weights (ggml-org/ggml, docs/gguf.md). */
export interface GgufHead {
  readonly path: string;
  readonly fileBytes: number;
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly tensors: readonly GgufTensor[];
}

/** Version 1 had 32-bit counts and no model of our families was ever written in it. */
const VERSIONS: readonly number[] = [2, 3];

/** "GGUF" read as a little-endian number. */
const MAGIC = 0x46554747;

/** A key of one letter and a value of one byte. */
const LEAST_ENTRY_BYTES = 14;
/** A name of one letter, no dimension, a type and an offset. */
const LEAST_TENSOR_BYTES = 25;

/**
 * Reads the head of a GGUF file and checks that every tensor lies inside the file.
 * @throws HermesError "file-missing", "file-invalid" or, for another version or byte order, "unsupported".
 */
export function readGgufHead(path: string): GgufHead {
  const descriptor = openFile(path);
  try {
    const cursor = new GgufCursor(path, descriptor, fstatSync(descriptor).size);
    checkMagic(cursor);
    const tensorCount = cursor.count("tensors", LEAST_TENSOR_BYTES);
    const entryCount = cursor.count("metadata entries", LEAST_ENTRY_BYTES);
    const metadata = readMetadata(cursor, entryCount);
    const tensors = Array.from({ length: tensorCount }, () => readTensor(cursor));
    checkTensors(cursor, tensors, metadata.get("general.alignment"));
    return { path, fileBytes: cursor.fileBytes, metadata, tensors };
  } finally {
    closeSync(descriptor);
  }
}

function checkMagic(cursor: GgufCursor): void {
  if (cursor.left < 4) throw cursor.fault(`has ${cursor.left} bytes in all`, 0);
  const magic = cursor.uint32();
  if (magic !== MAGIC) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(magic);
    throw cursor.fault(`begins with ${quoteName(bytes.toString("latin1"))}, not with "GGUF"`, 0);
  }
  const version = cursor.uint32();
  if (VERSIONS.includes(version)) return;
  const isSwapped = (version & 0xffff) === 0;
  const what = isSwapped ? "a big-endian GGUF file" : `GGUF version ${version}`;
  const supported = VERSIONS.map((known) => `little-endian GGUF version ${known}`);
  const message = `${cursor.path}: ${what} is not supported, expected ${supported.join(" or ")}. Convert the model again.`;
  throw new HermesError("unsupported", message, { what, supported });
}

function readMetadata(cursor: GgufCursor, count: number): ReadonlyMap<string, GgufValue> {
  const metadata = new Map<string, GgufValue>();
  for (let index = 0; index < count; index++) {
    const start = cursor.position;
    const key = cursor.text();
    if (metadata.has(key)) throw cursor.fault(`has the metadata key ${quoteName(key)} twice`, start);
    metadata.set(key, readValue(cursor));
  }
  return metadata;
}
