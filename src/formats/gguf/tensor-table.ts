import { quoteName } from "../quote-name.ts";
import type { GgufCursor } from "./gguf-cursor.ts";
import type { GgufValue } from "./gguf-values.ts";
import { ggufTensorTypes } from "./tensor-types.ts";

/** One tensor of a GGUF file. */
export interface GgufTensor {
  readonly name: string;
  /** As in the file: the fastest dimension first. */
  readonly dimensions: readonly number[];
  /** Number of the storage type; see `ggufTensorTypes`. */
  readonly type: number;
  /** From the start of the tensor data. */
  readonly offset: number;
  /** Null for a storage type we do not know; the engine may know it. */
  readonly byteLength: number | null;
}

/** GGML_MAX_DIMS. */
const MAX_DIMENSIONS = 4;

const DEFAULT_ALIGNMENT = 32;
/** Far above any real one, so that a sum with it stays exact. */
const MAX_ALIGNMENT = 2 ** 20;

/** Throws HermesError "file-invalid". */
export function readTensor(cursor: GgufCursor): GgufTensor {
  const start = cursor.position;
  const name = cursor.text();
  const rank = cursor.uint32();
  if (rank > MAX_DIMENSIONS) throw cursor.fault(`gives tensor ${quoteName(name)} ${rank} dimensions`, start);
  const dimensions = Array.from({ length: rank }, () => cursor.uint64());
  const type = cursor.uint32();
  const offset = cursor.uint64();
  const weights = dimensions.reduce((product: number, size) => product * Number(size), 1);
  if (!Number.isSafeInteger(weights) || typeof offset !== "number") {
    throw cursor.fault(`gives tensor ${quoteName(name)} a size or place beyond any file`, start);
  }
  const known = ggufTensorTypes.get(type);
  if (known !== undefined && Number(dimensions[0] ?? 1) % known.blockLength !== 0) {
    throw cursor.fault(`gives tensor ${quoteName(name)} rows that are no whole blocks of ${known.name}`, start);
  }
  const byteLength = known === undefined ? null : (weights / known.blockLength) * known.blockBytes;
  return { name, dimensions: dimensions.map(Number), type, offset, byteLength };
}

/** Every tensor aligned, inside the file and clear of the others; the cursor stands behind the table. */
export function checkTensors(cursor: GgufCursor, tensors: readonly GgufTensor[], given: GgufValue | undefined): void {
  const alignment = given ?? DEFAULT_ALIGNMENT;
  const isSound = typeof alignment === "number" && Number.isInteger(alignment) && alignment % 8 === 0;
  if (!isSound || alignment < 8 || alignment > MAX_ALIGNMENT) {
    throw cursor.fault(`has general.alignment ${String(alignment)}, expected a multiple of 8`);
  }
  const dataStart = Math.ceil(cursor.position / alignment) * alignment;
  const names = new Set<string>();
  let end = 0;
  for (const tensor of tensors.toSorted((a, b) => a.offset - b.offset)) {
    const { name, offset, byteLength } = tensor;
    const fault = (problem: string) => cursor.fault(`${problem} tensor ${quoteName(name)}`, dataStart + offset);
    if (names.has(name)) throw fault("has twice");
    names.add(name);
    if (offset % alignment !== 0) throw fault(`does not align to ${alignment} bytes`);
    if (offset < end) throw fault("has another tensor's bytes in");
    end = offset + (byteLength ?? 0);
    if (dataStart + end > cursor.fileBytes) {
      const size = `has ${cursor.fileBytes} bytes and would need ${dataStart + end} for`;
      throw fault(`is cut off: it ${size}`);
    }
  }
}
