/**
 * A cache file, little-endian:
 *
 *   "HERMESKV" | version u32 | 0 u32                         16 bytes
 *   what readBlock gave, block after block                   blocks * blockByteLength
 *   index: JSON, CacheFileIndex                              n bytes
 *   n u32 | SHA-256 of everything before it                  36 bytes
 *
 * The index stands at the end because blocks may be evicted while a file is written; only then is it known which ones it has.
 */
import { HermesError } from "../../errors.ts";

export const MAGIC = "HERMESKV";
export const VERSION = 1;
export const PRELUDE_BYTES = 16;
export const DIGEST_BYTES = 32;
export const TRAILER_BYTES = 4 + DIGEST_BYTES;

/** Which cache a file fits. */
export interface CacheForm {
  readonly fingerprint: string;
  readonly blockTokens: number;
  readonly blockByteLength: number;
  readonly vocabularySize: number;
}

export interface CacheFileBlock {
  /** Place in the file of the block before it, lower than its own; -1 at the start of a sequence. */
  readonly parent: number;
  /** [blockTokens] */
  readonly tokens: readonly number[];
}

export interface CacheFileIndex {
  readonly fingerprint: string;
  readonly blocks: readonly CacheFileBlock[];
}

/** The first bytes of a file. */
export function encodePrelude(): Uint8Array {
  const bytes = new Uint8Array(PRELUDE_BYTES);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(MAGIC.length, VERSION, true);
  return bytes;
}

/** The index and its length, as they stand before the digest. */
export function encodeIndex(index: CacheFileIndex): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(index));
  const bytes = new Uint8Array(json.length + 4);
  bytes.set(json);
  new DataView(bytes.buffer).setUint32(json.length, json.length, true);
  return bytes;
}

/** Bytes of an index of that many blocks, at most: no token has more than ten digits and a comma. */
export function largestIndex(blocks: number, { fingerprint, blockTokens }: CacheForm): number {
  return 64 + 6 * fingerprint.length + blocks * (64 + 11 * blockTokens);
}

export function cacheInvalid(path: string, reason: string): HermesError {
  const message = `${path} cannot be used as a cache: ${reason}. Prompts are computed anew; name another file, or delete this one.`;
  return new HermesError("cache-invalid", message, { path, reason });
}
