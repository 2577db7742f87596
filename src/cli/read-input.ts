import { readFile } from "node:fs/promises";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { HermesError } from "../errors.ts";

/** Everything on standard input, as text; a byte order mark is part of it. */
export async function readAll(input: Readable): Promise<string> {
  return (await buffer(input)).toString("utf8");
}

/** A file named by the user. `purpose` says what for: "the tools". Throws file-missing. */
export async function readUserFile(path: string, purpose: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const message = `cannot read ${purpose} from ${path}: ${(cause as Error).message}. Check the path and try again.`;
    throw new HermesError("file-missing", message, { path }, { cause });
  }
}

/** Text of a file without the byte order mark that some editors write. */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, "");
}
