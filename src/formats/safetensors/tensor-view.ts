import { HermesError } from "../../errors.ts";
import { quoteName } from "../quote-name.ts";
import { readExactly } from "../read-exactly.ts";
import type { Dtype } from "./dtypes.ts";
import type { TensorEntry } from "./tensor-entry.ts";

/** Where bytes lie in a file that is open now. */
export interface FileRange {
  /** Valid in every thread of the process until the file is closed. */
  readonly descriptor: number;
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly byteLength: number;
}

/** A tensor in an open file. Nothing of its data is held: every read goes to the file. */
export interface TensorView {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly byteLength: number;
  /** The file, for messages. */
  readonly path: string;
  /** Where the data start, in bytes from the start of the file. */
  readonly offset: number;
  /**
   * Reads bytes [byteOffset, byteOffset + byteLength) of this tensor into the front of `target`, which may lie on
   * shared memory.
   * @throws HermesError "usage" outside the tensor or target, "file-invalid" when the file has shrunk, "disposed".
   */
  read(target: Uint8Array, byteOffset: number, byteLength: number): void;
  /** Where the data lie, for readers on several threads. Throws HermesError "disposed" when the file is closed. */
  locate(): FileRange;
}

/** @param descriptor gives the open file, or throws when it is closed */
export function createTensorView(entry: TensorEntry, path: string, descriptor: () => number): TensorView {
  return Object.freeze({
    ...entry,
    path,
    read(target: Uint8Array, byteOffset: number, byteLength: number): void {
      checkRange(entry, target, byteOffset, byteLength);
      const window = target.subarray(0, byteLength);
      readExactly(descriptor(), window, entry.offset + byteOffset, { path, tensor: entry.name });
    },
    locate: () => ({ descriptor: descriptor(), offset: entry.offset, byteLength: entry.byteLength }),
  });
}

function checkRange(entry: TensorEntry, target: Uint8Array, byteOffset: number, byteLength: number): void {
  const areCounts = [byteOffset, byteLength].every((value) => Number.isSafeInteger(value) && value >= 0);
  if (areCounts && byteOffset + byteLength <= entry.byteLength && byteLength <= target.length) return;
  const wanted = `${byteLength} bytes from byte ${byteOffset} into a target of ${target.length}`;
  const message = `Tensor ${quoteName(entry.name)} has ${entry.byteLength} bytes; cannot read ${wanted}.`;
  throw new HermesError("usage", message, { argument: "byteOffset" });
}
