import { HermesError } from "../../errors.ts";
import { printable } from "../printable.ts";

/** Names that Windows keeps for devices, with or without an extension. */
const deviceName = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
/** Control characters, and what Windows forbids: a backslash separates, a colon names a drive or a stream. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbiddenCharacter = /[\u0000-\u001f\u007f\\:*?"<>|]/;
/** Longest name that common file systems take, in bytes. */
const MAX_NAME_BYTES = 255;

/**
 * True for a path that stays inside its folder on every system: relative, "/" between its parts, no part empty or made of points,
 * none that a file system would read as something else (device, stream, trailing point or space).
 */
export function isSafeFilePath(path: string): boolean {
  return path.isWellFormed() && path.split("/").every(isSafeName);
}

function isSafeName(name: string): boolean {
  if (name === "" || Buffer.byteLength(name) > MAX_NAME_BYTES) return false;
  return !forbiddenCharacter.test(name) && !/[. ]$/.test(name) && !name.startsWith(" ") && !deviceName.test(name);
}

/**
 * Refuses a list of paths of which one leaves its folder or two would be the same file on a system that ignores case.
 * Throws HermesError "hub-answer-invalid"; `url` says who sent the list.
 */
export function checkFilePaths(paths: readonly string[], url: string): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    if (!isSafeFilePath(path)) refuse(url, `"${printable(path)}", which is no path inside a folder`);
    const folded = path.normalize("NFC").toLowerCase();
    const other = seen.get(folded);
    if (other !== undefined)
      refuse(url, `"${printable(other)}" and "${printable(path)}", one file where case is ignored`);
    seen.set(folded, path);
  }
  for (const [folded, path] of seen) {
    const parts = folded.split("/");
    const parent = parts.map((_part, index) => parts.slice(0, index).join("/")).find((prefix) => seen.has(prefix));
    if (parent !== undefined)
      refuse(url, `"${printable(seen.get(parent) ?? "")}" as a file and as the folder of "${printable(path)}"`);
  }
}

function refuse(url: string, found: string): never {
  throw new HermesError(
    "hub-answer-invalid",
    `The repository lists ${found}. Nothing was downloaded; choose other files with --include, or do not use this repository.`,
    { url, expected: "file names that stay inside the model's folder", found },
  );
}
