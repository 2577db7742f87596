import { statSync } from "node:fs";
import { join } from "node:path";
import { DataFolder, type Task } from "../../environments/index.ts";
import { HermesError } from "../../errors.ts";
import type { Terminal } from "../terminal.ts";

/**
 * The folder where HERMES_DATA or `--data DIR` says, and files that `--data NAME=FILE` gives: NAME is that of a file, its first part, or a
 * task. Where it stands for several files, or is given a folder, they are in it. Throws HermesError "usage".
 */
export function readData(given: readonly string[] = [], chosen: readonly Task[], terminal: Terminal): DataFolder {
  const files = filesByName(chosen);
  const paths = new Map<string, string>();
  const folders: string[] = [];
  for (const text of given) {
    const [, name, path] = isFolder(text) ? [] : (/^([^=]+)=(.+)$/s.exec(text) ?? []);
    if (name === undefined || path === undefined) folders.push(text);
    else for (const [file, place] of placesOf(name, path, files)) paths.set(file, place);
  }
  if (folders.length > 1)
    throw refusal(`${folders.join(" and ")} are two folders; give one, and single files as NAME=FILE.`);
  const [folder = null] = folders;
  if (folder !== null && !isFolder(folder))
    throw refusal(`${folder} is no folder. Give a folder, or a file as NAME=FILE.`);
  return new DataFolder({ folder: folder ?? (terminal.environment.HERMES_DATA || null), paths });
}

/** Names of files by every name that they can be given with. */
function filesByName(chosen: readonly Task[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { id, files } of chosen) {
    for (const { name } of files) {
      for (const key of [name, name.split("/")[0]!, id]) found.set(key, (found.get(key) ?? new Set()).add(name));
    }
  }
  return found;
}

/** Where the files of a name are. */
function placesOf(name: string, path: string, files: ReturnType<typeof filesByName>): [file: string, path: string][] {
  const meant = [...(files.get(name) ?? [])];
  if (meant.length === 0) {
    const known = [...files.keys()].join(", ") || "no files";
    throw refusal(`${name}=${path}: none of these tasks reads ${name}. They read ${known}.`);
  }
  const inFolder = (file: string) => join(path, file.slice(file.indexOf("/") + 1));
  if (isFolder(path)) return meant.map((file) => [file, inFolder(file)]);
  if (meant.length === 1) return [[meant[0]!, path]];
  throw refusal(
    `${name}=${path}: ${name} is ${meant.length} files. Give their folder, or each by its name: ${meant.join(", ")}.`,
  );
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function refusal(what: string): HermesError<"usage"> {
  return new HermesError("usage", `--data ${what}`, { argument: "data" });
}
