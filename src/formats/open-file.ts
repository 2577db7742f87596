import { openSync, statSync } from "node:fs";
import { HermesError } from "../errors.ts";

/**
 * Opens a regular file for reading and returns its descriptor, which the caller closes.
 * Anything else (a folder, a pipe that would block) is refused before it is opened.
 * @throws HermesError "file-missing".
 */
export function openFile(path: string): number {
  const missing = (problem: string, cause?: unknown) =>
    new HermesError("file-missing", `${path}: ${problem}. Check the path.`, { path }, { cause });
  let isFile: boolean;
  try {
    isFile = statSync(path).isFile();
  } catch (error) {
    throw missing("expected a file here, found none", error);
  }
  if (!isFile) throw missing("expected a file here, found something else");
  try {
    return openSync(path, "r");
  } catch (error) {
    throw missing("the file cannot be opened for reading", error);
  }
}
