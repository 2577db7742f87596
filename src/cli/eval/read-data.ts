import { statSync } from "node:fs";
import { DataFolder, type Task } from "../../environments/index.ts";
import { HermesError } from "../../errors.ts";
import type { Terminal } from "../terminal.ts";

/** The folder where HERMES_DATA or `--data DIR` says, and files that `--data NAME=FILE` gives. Throws HermesError "usage". */
export function readData(given: readonly string[] = [], chosen: readonly Task[], terminal: Terminal): DataFolder {
  const names = new Set(chosen.flatMap(({ files }) => files.flatMap(({ name }) => [name, name.split("/")[0]!])));
  const paths = new Map<string, string>();
  const folders: string[] = [];
  for (const text of given) {
    const [, name, path] = isFolder(text) ? [] : (/^([^=]+)=(.+)$/s.exec(text) ?? []);
    if (name === undefined || path === undefined) folders.push(text);
    else if (names.has(name)) paths.set(name, path);
    else throw refusal(`${text}: none of these tasks reads ${name}. They read ${[...names].join(", ") || "no files"}.`);
  }
  if (folders.length > 1)
    throw refusal(`${folders.join(" and ")} are two folders; give one, and single files as NAME=FILE.`);
  const [folder = null] = folders;
  if (folder !== null && !isFolder(folder))
    throw refusal(`${folder} is no folder. Give a folder, or a file as NAME=FILE.`);
  return new DataFolder({ folder: folder ?? (terminal.environment.HERMES_DATA || null), paths });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function refusal(what: string): HermesError<"usage"> {
  return new HermesError("usage", `--data ${what}`, { argument: "data" });
}
