import { HermesError } from "../../errors.ts";
import { readExactly } from "../read-exactly.ts";

/** The file is read in pieces of this size. */
const WINDOW_BYTES = 2 ** 20;

/**
 * No head is as large: the largest vocabularies with their merges take some 20 MB. A bound, because all of it is held in
 * memory.
 */
const MAX_HEAD_BYTES = 2 ** 27;

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Reads little-endian values of an open file one after another, never past its end and never past what a head may take. */
export class GgufCursor {
  readonly path: string;
  readonly fileBytes: number;
  readonly #descriptor: number;
  /** Bytes of the file from `#windowStart` on. */
  #window: Buffer = Buffer.alloc(0);
  #windowStart = 0;
  #position = 0;

  constructor(path: string, descriptor: number, fileBytes: number) {
    this.path = path;
    this.#descriptor = descriptor;
    this.fileBytes = fileBytes;
  }

  /** Bytes from the start of the file. */
  get position(): number {
    return this.#position;
  }

  /** Bytes that may still be read. */
  get left(): number {
    return Math.min(this.fileBytes, MAX_HEAD_BYTES) - this.#position;
  }

  uint8(): number {
    return this.#take(1).readUInt8(0);
  }

  int8(): number {
    return this.#take(1).readInt8(0);
  }

  uint16(): number {
    return this.#take(2).readUInt16LE(0);
  }

  int16(): number {
    return this.#take(2).readInt16LE(0);
  }

  uint32(): number {
    return this.#take(4).readUInt32LE(0);
  }

  int32(): number {
    return this.#take(4).readInt32LE(0);
  }

  float32(): number {
    return this.#take(4).readFloatLE(0);
  }

  float64(): number {
    return this.#take(8).readDoubleLE(0);
  }

  /** A number where it is exact as one. */
  uint64(): number | bigint {
    return narrow(this.#take(8).readBigUInt64LE(0));
  }

  int64(): number | bigint {
    return narrow(this.#take(8).readBigInt64LE(0));
  }

  /** A count of items that take at least `itemBytes` each. */
  count(what: string, itemBytes: number): number {
    const start = this.#position;
    const value = this.uint64();
    if (typeof value === "number" && value * itemBytes <= this.left) return value;
    throw this.fault(`says ${value} ${what}, more than its ${this.fileBytes} bytes can hold`, start);
  }

  text(): string {
    return utf8.decode(this.#take(this.count("bytes of text", 1)));
  }

  /** What is wrong at `offset`, with what to do about it. */
  fault(problem: string, offset = this.#position): HermesError<"file-invalid"> {
    const message = `${this.path}: the file ${problem} (at byte ${offset}). Expected a whole GGUF file; download it again.`;
    return new HermesError("file-invalid", message, { path: this.path, offset });
  }

  /** The next bytes; valid until the next call. */
  #take(byteLength: number): Buffer {
    if (byteLength > this.left) {
      const limit = this.fileBytes <= MAX_HEAD_BYTES ? "ends inside its head" : "has a head of more than 128 MiB";
      throw this.fault(limit);
    }
    const from = this.#position - this.#windowStart;
    this.#position += byteLength;
    if (from + byteLength <= this.#window.length) return this.#window.subarray(from, from + byteLength);
    this.#windowStart = this.#position - byteLength;
    const available = this.fileBytes - this.#windowStart;
    this.#window = Buffer.allocUnsafe(Math.min(available, Math.max(byteLength, WINDOW_BYTES)));
    readExactly(this.#descriptor, this.#window, this.#windowStart, { path: this.path });
    return this.#window.subarray(0, byteLength);
  }
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
