import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import type { RepositoryFile } from "../api/read-repository.ts";

const READ_BYTES = 2 ** 20;

/**
 * A file that is being fetched: what an earlier process left of it is kept and hashed, new bytes are appended, and only a whole one
 * is moved into its place. `offset` bytes are there.
 */
export class PartialFile {
  readonly #handle: FileHandle;
  readonly #path: string;
  readonly #file: RepositoryFile;
  #hash: Hash;
  #offset = 0;

  private constructor(handle: FileHandle, path: string, file: RepositoryFile) {
    this.#handle = handle;
    this.#path = path;
    this.#file = file;
    this.#hash = startHash(file);
  }

  static async open(path: string, file: RepositoryFile, signal: AbortSignal): Promise<PartialFile> {
    const part = new PartialFile(await open(path, "a+"), path, file);
    try {
      await part.#readBack(signal);
      return part;
    } catch (error) {
      await part.close();
      throw error;
    }
  }

  get offset(): number {
    return this.#offset;
  }

  /** Appends. The chunk must not reach beyond the file's announced length. */
  async append(chunk: Uint8Array): Promise<void> {
    for (let written = 0; written < chunk.length; ) {
      const { bytesWritten } = await this.#handle.write(chunk, written, chunk.length - written);
      this.#hash.update(chunk.subarray(written, written + bytesWritten));
      written += bytesWritten;
      this.#offset += bytesWritten;
    }
  }

  /** Begins again with nothing. */
  async restart(): Promise<void> {
    await this.#handle.truncate(0);
    this.#hash = startHash(this.#file);
    this.#offset = 0;
  }

  /** Hexadecimal digits of the hash of what is there. */
  digest(): string {
    return this.#hash.copy().digest("hex");
  }

  /** Moves the whole file to `path`, on the disk before its name is: a crash leaves either no file there or all of it. */
  async moveTo(path: string): Promise<void> {
    await this.#handle.sync();
    await this.#handle.close();
    await rename(this.#path, path);
  }

  /** Closes and removes. */
  async discard(): Promise<void> {
    await this.close();
    await rm(this.#path, { force: true });
  }

  /** Closes and keeps what is there. Harmless after `moveTo`. */
  close(): Promise<void> {
    return this.#handle.close();
  }

  /** More than the whole file cannot be its beginning. */
  async #readBack(signal: AbortSignal): Promise<void> {
    const { size } = await this.#handle.stat();
    if (size > this.#file.byteLength) return this.restart();
    const buffer = new Uint8Array(Math.min(size, READ_BYTES));
    while (this.#offset < size) {
      signal.throwIfAborted();
      const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, this.#offset);
      if (bytesRead === 0) break;
      this.#hash.update(buffer.subarray(0, bytesRead));
      this.#offset += bytesRead;
    }
  }
}

/** Git puts kind and length in front of the bytes. */
function startHash({ hash, byteLength }: RepositoryFile): Hash {
  return hash === "sha256" ? createHash("sha256") : createHash("sha1").update(`blob ${byteLength}\0`);
}
