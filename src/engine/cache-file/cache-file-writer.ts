import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { HermesError } from "../../errors.ts";
import { type CacheFileIndex, encodeIndex, encodePrelude, MAGIC } from "./layout.ts";

/** Prompts are private: only the owner may read what was computed from them. */
const FILE_MODE = 0o600;

export type OpenFile = typeof open;

/**
 * Writes a cache file beside its place and moves it there when it is whole, so that a crash leaves the old file or none. What
 * stands there and is no cache file is never replaced. After an error, and only then, `abandon` must be called. Every method throws HermesError "cache-write-failed".
 */
export class CacheFileWriter {
  readonly #path: string;
  readonly #temporaryPath: string;
  readonly #handle: FileHandle;
  readonly #hash = createHash("sha256");

  private constructor(path: string, temporaryPath: string, handle: FileHandle) {
    this.#path = path;
    this.#temporaryPath = temporaryPath;
    this.#handle = handle;
  }

  static async create(path: string, openFile: OpenFile = open): Promise<CacheFileWriter> {
    await orWriteFailed(path, () => checkReplaceable(path));
    const temporaryPath = `${path}.${randomUUID()}.tmp`;
    const handle = await orWriteFailed(path, () => openFile(temporaryPath, "wx", FILE_MODE));
    return new CacheFileWriter(path, temporaryPath, handle);
  }

  async begin(): Promise<void> {
    await this.append(encodePrelude());
  }

  async append(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    await orWriteFailed(this.#path, () => this.#handle.writeFile(bytes));
  }

  async finish(index: CacheFileIndex): Promise<void> {
    await this.append(encodeIndex(index));
    await orWriteFailed(this.#path, async () => {
      await this.#handle.writeFile(this.#hash.digest());
      await this.#handle.sync();
      await this.#handle.close();
      await rename(this.#temporaryPath, this.#path);
      await syncFolder(dirname(this.#path));
    });
  }

  /** Removes what was written so far. */
  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => {});
    await rm(this.#temporaryPath, { force: true }).catch(() => {});
  }
}

/** Refuses a path where something stands that is not ours: a mistyped name must not cost a document, nor a device. */
async function checkReplaceable(path: string): Promise<void> {
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (status === null || (status.isFile() && status.size === 0)) return;
  if (!status.isFile() || !(await hasMagic(path))) throw new Error("something else than a cache file stands there");
}

async function hasMagic(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer } = await handle.read(new Uint8Array(MAGIC.length), 0, MAGIC.length, 0);
    return new TextDecoder().decode(buffer) === MAGIC;
  } finally {
    await handle.close();
  }
}

/** Makes the new name last; some systems do not let a folder be synchronised, and then nothing is lost but certainty. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path).catch(() => null);
  await folder?.sync().catch(() => {});
  await folder?.close();
}

async function orWriteFailed<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The cache could not be saved to ${path}: ${reason}. Check the path, its folder and the room on the disk.`;
    throw new HermesError("cache-write-failed", message, { path }, { cause: error });
  }
}
