import type { GgufCursor } from "./gguf-cursor.ts";

/** A metadata value; 64-bit numbers are bigint where a number could not hold them exactly. */
export type GgufValue = number | bigint | boolean | string | readonly GgufValue[];

/** Lists of lists exist in the format, but in no model. */
const MAX_DEPTH = 4;

interface ValueType {
  /** Fewest bytes a value takes. */
  readonly leastBytes: number;
  read(cursor: GgufCursor, depth: number): GgufValue;
}

/** By number in the file (enum gguf_metadata_value_type). */
const valueTypes: readonly ValueType[] = [
  { leastBytes: 1, read: (cursor) => cursor.uint8() },
  { leastBytes: 1, read: (cursor) => cursor.int8() },
  { leastBytes: 2, read: (cursor) => cursor.uint16() },
  { leastBytes: 2, read: (cursor) => cursor.int16() },
  { leastBytes: 4, read: (cursor) => cursor.uint32() },
  { leastBytes: 4, read: (cursor) => cursor.int32() },
  { leastBytes: 4, read: (cursor) => cursor.float32() },
  { leastBytes: 1, read: readBoolean },
  { leastBytes: 8, read: (cursor) => cursor.text() },
  { leastBytes: 12, read: readList },
  { leastBytes: 8, read: (cursor) => cursor.uint64() },
  { leastBytes: 8, read: (cursor) => cursor.int64() },
  { leastBytes: 8, read: (cursor) => cursor.float64() },
];

/** The type's number and the value behind it. Throws HermesError "file-invalid". */
export function readValue(cursor: GgufCursor): GgufValue {
  return readType(cursor).read(cursor, 0);
}

function readType(cursor: GgufCursor): ValueType {
  const start = cursor.position;
  const code = cursor.uint32();
  const type = valueTypes[code];
  if (type !== undefined) return type;
  throw cursor.fault(`has a metadata value of unknown type ${code}`, start);
}

function readBoolean(cursor: GgufCursor): boolean {
  const start = cursor.position;
  const byte = cursor.uint8();
  if (byte <= 1) return byte === 1;
  throw cursor.fault(`has ${byte} for true or false`, start);
}

function readList(cursor: GgufCursor, depth: number): readonly GgufValue[] {
  if (depth >= MAX_DEPTH) throw cursor.fault(`has lists nested deeper than ${MAX_DEPTH}`);
  const type = readType(cursor);
  const length = cursor.count("list items", type.leastBytes);
  return Array.from({ length }, () => type.read(cursor, depth + 1));
}
