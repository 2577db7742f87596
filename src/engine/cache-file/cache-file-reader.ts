import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { HermesError } from "../../errors.ts";
import {
  type CacheFileBlock,
  type CacheForm,
  cacheInvalid,
  DIGEST_BYTES,
  encodePrelude,
  largestIndex,
  PRELUDE_BYTES,
  TRAILER_BYTES,
} from "./layout.ts";
import { parseIndex } from "./parse-index.ts";

/** Bytes read at a time while the digest is checked. */
const PIECE_BYTES = 2 ** 20;

/** A cache file that was checked throughout: digest, version, model and index. Whoever opened it closes it. */
export class CacheFileReader {
  readonly blocks: readonly CacheFileBlock[];
  readonly #file: BoundedFile;
  readonly #form: CacheForm;

  private constructor(file: BoundedFile, form: CacheForm, blocks: readonly CacheFileBlock[]) {
    this.#file = file;
    this.#form = form;
    this.blocks = blocks;
  }

  /** Throws HermesError "file-missing" or "cache-invalid". */
  static async open(path: string, form: CacheForm): Promise<CacheFileReader> {
    const file = await BoundedFile.open(path);
    try {
      return new CacheFileReader(file, form, await readChecked(file, form));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** What the block at `place` holds. [blockByteLength] */
  readBlock(place: number): Promise<Uint8Array> {
    const { blockByteLength } = this.#form;
    return this.#file.read(PRELUDE_BYTES + place * blockByteLength, blockByteLength);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

async function readChecked(file: BoundedFile, form: CacheForm): Promise<readonly CacheFileBlock[]> {
  const { path, byteLength } = file;
  const refuse = (reason: string): never => {
    throw cacheInvalid(path, reason);
  };
  const prelude = await file.read(0, Math.min(byteLength, PRELUDE_BYTES));
  if (Buffer.compare(prelude, encodePrelude()) !== 0) refuse("it is no cache file of this version");
  if (byteLength < PRELUDE_BYTES + TRAILER_BYTES) refuse("it is too short");
  const digest = await file.read(byteLength - DIGEST_BYTES, DIGEST_BYTES);
  if (Buffer.compare(await hashOf(file, byteLength - DIGEST_BYTES), digest) !== 0) refuse("its checksum is wrong");

  const lengthField = await file.read(byteLength - TRAILER_BYTES, 4);
  const indexLength = new DataView(lengthField.buffer, lengthField.byteOffset).getUint32(0, true);
  const blockBytes = byteLength - PRELUDE_BYTES - TRAILER_BYTES - indexLength;
  const count = blockBytes / form.blockByteLength;
  if (!Number.isInteger(count) || count < 0) refuse("its blocks do not have this model's size");
  if (indexLength > largestIndex(count, form)) refuse("its index is longer than its blocks allow");
  const json = await file.read(byteLength - TRAILER_BYTES - indexLength, indexLength);
  const blocks = parseIndex(new TextDecoder().decode(json), count, form);
  return typeof blocks === "string" ? refuse(blocks) : blocks;
}

async function hashOf(file: BoundedFile, byteLength: number): Promise<Uint8Array> {
  const hash = createHash("sha256");
  for (let offset = 0; offset < byteLength; offset += PIECE_BYTES) {
    hash.update(await file.read(offset, Math.min(PIECE_BYTES, byteLength - offset)));
  }
  return hash.digest();
}

/** A file of known length. */
class BoundedFile {
  readonly path: string;
  readonly byteLength: number;
  readonly #handle: FileHandle;

  private constructor(path: string, byteLength: number, handle: FileHandle) {
    this.path = path;
    this.byteLength = byteLength;
    this.#handle = handle;
  }

  static async open(path: string): Promise<BoundedFile> {
    const handle = await open(path).catch((cause: unknown) => {
      throw new HermesError(
        "file-missing",
        `The cache file ${path} cannot be opened; check the path.`,
        { path },
        { cause },
      );
    });
    const status = await handle.stat();
    if (status.isFile()) return new BoundedFile(path, status.size, handle);
    await handle.close();
    throw cacheInvalid(path, "it is no file");
  }

  /** Bytes [offset, offset + byteLength). */
  async read(offset: number, byteLength: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(byteLength);
    let have = 0;
    while (have < byteLength) {
      const { bytesRead } = await this.#handle.read(bytes, have, byteLength - have, offset + have);
      if (bytesRead === 0) throw cacheInvalid(this.path, "it became shorter while it was read");
      have += bytesRead;
    }
    return bytes;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
