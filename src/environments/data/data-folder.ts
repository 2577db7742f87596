import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { HermesError } from "../../errors.ts";
import type { DataFile } from "./data-file.ts";

export interface DataFolderOptions {
  /** The folder with the files of `DataFile.name`. */
  readonly folder: string | null;
  /** Files that lie elsewhere, by name or by its first part ("gpqa" for "gpqa/diamond.csv"); of those no hash is asked. */
  readonly paths?: ReadonlyMap<string, string>;
}

/** Where the data of tasks lie. Reads and checks; fetches nothing. */
export class DataFolder {
  readonly #folder: string | null;
  readonly #paths: ReadonlyMap<string, string>;

  constructor({ folder, paths = new Map() }: DataFolderOptions) {
    this.#folder = folder;
    this.#paths = paths;
  }

  /** Text of a file in UTF-8, unpacked if it is gzip. Throws "file-missing", or "file-invalid" where the hash is another one. */
  async text(file: DataFile): Promise<string> {
    const bytes = await this.#read(file);
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? unpack(bytes, this.pathOf(file)!) : bytes;
    return new TextDecoder("utf-8").decode(plain);
  }

  /** Null when neither a folder nor a path was given. */
  pathOf(file: DataFile): string | null {
    const given = this.#given(file);
    if (given !== undefined) return given;
    return this.#folder === null ? null : join(this.#folder, file.name);
  }

  async #read(file: DataFile): Promise<Uint8Array> {
    const path = this.pathOf(file);
    if (path === null) throw missing(file, file.name, "no data folder was given");
    let bytes: Uint8Array;
    try {
      bytes = await readFile(path);
    } catch (cause) {
      throw missing(file, path, "it cannot be read", cause);
    }
    if (this.#given(file) === undefined) checkHash(file, path, bytes);
    return bytes;
  }

  #given(file: DataFile): string | undefined {
    return this.#paths.get(file.name) ?? this.#paths.get(file.name.split("/")[0]!);
  }
}

function missing(file: DataFile, path: string, why: string, cause?: unknown): HermesError<"file-missing"> {
  const message = `${path} is needed, but ${why}. It is ${file.source}. Put it into the data folder (--data, HERMES_DATA) or say where it is: --data ${file.name}=FILE.`;
  return new HermesError("file-missing", message, { path }, { cause });
}

function checkHash(file: DataFile, path: string, bytes: Uint8Array): void {
  if (file.sha256 === null) return;
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found === file.sha256) return;
  const message = `${path} is not the published file: SHA-256 ${found}, expected ${file.sha256}. Get ${file.source}, or use it all the same by --data ${file.name}=${path}.`;
  throw new HermesError("file-invalid", message, { path });
}

function unpack(bytes: Uint8Array, path: string): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw new HermesError("file-invalid", `${path} is damaged: it is no whole gzip file.`, { path }, { cause });
  }
}
