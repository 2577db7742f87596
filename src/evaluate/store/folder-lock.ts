import { randomUUID } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { HermesError } from "../../errors.ts";

/** Keeps a second process out of a folder. What a killed process left behind does not. */
export class FolderLock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Throws HermesError "usage" where another process has it. */
  static async take(folder: string): Promise<FolderLock> {
    const path = join(folder, "lock");
    // Linked into place, so that it is never there without its text.
    const draft = `${path}.${randomUUID()}`;
    await writeFile(draft, `${process.pid} ${hostname()}\n`);
    try {
      while (!(await linked(draft, path))) {
        await refuseLiving(folder, path);
        await rm(path, { force: true });
      }
      return new FolderLock(path);
    } finally {
      await rm(draft, { force: true });
    }
  }

  async release(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}

/** False where the name is taken. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function refuseLiving(folder: string, path: string): Promise<void> {
  const text = await readFile(path, "utf8").catch(() => "");
  const [pid = "", host = ""] = text.trim().split(" ");
  // Of a process elsewhere nothing can be known.
  if (host === hostname() ? !isAlive(Number(pid)) : host === "") return;
  const message = `--out: process ${pid} on ${host} is at work in ${folder}. Wait for it, or give another folder; if it is gone, remove ${path}.`;
  throw new HermesError("usage", message, { argument: "out" });
}

function isAlive(pid: number): boolean {
  // 0 and negative numbers would speak of groups of processes. Our own number is that of an earlier process: in a container all have it.
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
