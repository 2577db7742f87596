import { readSync } from "node:fs";
import { HermesError } from "../errors.ts";

/** Operating systems read at most 2^31 - 1 bytes at once; a power of two keeps reads aligned. */
const MAX_READ_BYTES = 2 ** 30;

/** Where the bytes come from, for the error. */
export interface ReadPlace {
  readonly path: string;
  readonly tensor?: string;
}

/**
 * Fills `target` from byte `offset` of an open file. `target` may lie on shared memory.
 * @throws HermesError "file-invalid" when the file ends early or cannot be read.
 */
export function readExactly(descriptor: number, target: Uint8Array, offset: number, place: ReadPlace): void {
  let done = 0;
  while (done < target.length) {
    const wanted = Math.min(target.length - done, MAX_READ_BYTES);
    const got = readSome(descriptor, target.subarray(done, done + wanted), offset + done, place);
    if (got === 0) {
      const where = `${target.length - done} more bytes at byte ${offset + done}`;
      const message = `${place.path}: the file ends early: expected ${where}. Download or write it again.`;
      throw new HermesError("file-invalid", message, { ...place, offset: offset + done });
    }
    done += got;
  }
}

function readSome(descriptor: number, target: Uint8Array, position: number, place: ReadPlace): number {
  try {
    return readSync(descriptor, target, 0, target.length, position);
  } catch (cause) {
    const message = `${place.path}: reading at byte ${position} failed. Check the disk, then try again.`;
    throw new HermesError("file-invalid", message, { ...place, offset: position }, { cause });
  }
}
