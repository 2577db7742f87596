import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { HermesError } from "../../errors.ts";

/** Makes a folder and those above it, where they are missing. Throws HermesError "usage", for `--out`. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeWithParents(path);
  } catch (cause) {
    const message = `--out: ${path} cannot be made: ${(cause as Error).message}.`;
    throw new HermesError("usage", message, { argument: "out" }, { cause });
  }
}

/** Not by mkdir's own `recursive`: where nothing can be made, as in /proc, it never ends. */
async function makeWithParents(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && (await stat(path)).isDirectory()) return;
    const parent = dirname(path);
    if (code !== "ENOENT" || parent === path) throw error;
    await makeWithParents(parent);
    await mkdir(path).catch(async (again: NodeJS.ErrnoException) => {
      if (again.code !== "EEXIST") throw again;
    });
  }
}
