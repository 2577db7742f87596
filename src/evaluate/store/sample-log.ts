import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { HermesError } from "../../errors.ts";
import type { SampleRow } from "../contract.ts";

/** Bytes that are read at a time from the end of the file, in search of its last whole line. */
const TAIL_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/** samples.jsonl: one JSON line a sample, written once and never changed. */
export class SampleLog {
  readonly #path: string;
  readonly #file: FileHandle;
  /** Lines go one after the other, each whole. */
  #last: Promise<void> = Promise.resolve();

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /** Opens for writing behind the last whole line; what a killed process left of a line is cut off. */
  static async open(path: string): Promise<SampleLog> {
    const file = await open(path, "a+");
    try {
      await cutTornLine(file);
      return new SampleLog(path, file);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /**
   * Settled when the operating system has the line: from then on the death of this process does not lose it. After a line that could not be
   * written whole, as on a full disk, no other is written: it would stand on the same line. Throws HermesError "usage" then.
   */
  append(row: SampleRow): Promise<void> {
    const line = `${JSON.stringify(row)}\n`;
    this.#last = this.#last.then(() => this.#write(line));
    // Whoever waits hears of a failure; here it is only kept.
    this.#last.catch(() => {});
    return this.#last;
  }

  async #write(line: string): Promise<void> {
    try {
      await this.#file.appendFile(line);
    } catch (cause) {
      throw cannotWrite(this.#path, cause);
    }
  }

  async close(): Promise<void> {
    await this.#last.catch(() => {});
    await this.#file.close();
  }
}

/** A full or unwritable disk: what is there stays, and the run goes on from it. */
export function cannotWrite(path: string, cause: unknown): HermesError<"usage"> {
  const message = `--out: ${path} cannot be written: ${(cause as Error).message}. Make room, or mend the folder; the same command goes on from here.`;
  return new HermesError("usage", message, { argument: "out" }, { cause });
}

async function cutTornLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  const bytes = Buffer.alloc(TAIL_BYTES);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - TAIL_BYTES);
    const { bytesRead } = await file.read(bytes, 0, end - start, start);
    const newline = bytes.subarray(0, bytesRead).lastIndexOf(NEWLINE);
    if (newline >= 0) {
      if (start + newline + 1 < size) await file.truncate(start + newline + 1);
      return;
    }
    end = start;
  }
  if (size > 0) await file.truncate(0);
}

/** The rows of a file, line by line; none where there is no file. Throws HermesError "file-invalid" with the line. */
export async function* readSamples(path: string): AsyncGenerator<SampleRow> {
  let number = 0;
  const input = createReadStream(path, "utf8");
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      yield parseRow(line, path, number);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  } finally {
    input.destroy();
  }
}

function parseRow(line: string, path: string, number: number): SampleRow {
  try {
    const row = JSON.parse(line) as SampleRow;
    const isRow = typeof row?.task === "string" && typeof row.itemId === "string" && Number.isInteger(row.sampleIndex);
    if (isRow && (row.status === "error" || (row.status === "ok" && typeof row.score?.value === "number"))) return row;
  } catch {
    // Told below.
  }
  const message = `${path}, line ${number} is no sample; perhaps the file was changed or the disk was full. Take the line out and run again.`;
  throw new HermesError("file-invalid", message, { path });
}
