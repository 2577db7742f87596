import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HermesError } from "../../errors.ts";
import type { RunConfig, RunMetrics, SampleRow } from "../contract.ts";
import { describeDifferences } from "../run-config.ts";
import { FolderLock } from "./folder-lock.ts";
import { makeFolder } from "./make-folder.ts";
import { cannotWrite, readSamples, SampleLog } from "./sample-log.ts";

/** Files of a run. */
export const RUN_FILES = { config: "run.json", samples: "samples.jsonl", metrics: "metrics.json" } as const;

/** The folder of one run: run.json, samples.jsonl and metrics.json. One process at a time writes it. */
export class RunFolder {
  readonly path: string;
  readonly #lock: FolderLock;
  readonly #log: SampleLog;

  private constructor(path: string, lock: FolderLock, log: SampleLog) {
    this.path = path;
    this.#lock = lock;
    this.#log = log;
  }

  /**
   * Makes the folder, or takes up the run that is in it. Throws HermesError "usage" where that is another run, or one that another
   * process is at, and "file-invalid" for files that are no run's.
   */
  static async open(path: string, config: RunConfig): Promise<RunFolder> {
    await makeFolder(path);
    const lock = await FolderLock.take(path);
    try {
      await checkConfig(path, config);
      return new RunFolder(path, lock, await SampleLog.open(join(path, RUN_FILES.samples)));
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** Rows so far, in the order in which they were written. */
  rows(): AsyncGenerator<SampleRow> {
    return readSamples(join(this.path, RUN_FILES.samples));
  }

  append(row: SampleRow): Promise<void> {
    return this.#log.append(row);
  }

  async writeMetrics(metrics: RunMetrics): Promise<void> {
    await writeJson(join(this.path, RUN_FILES.metrics), metrics);
  }

  async close(): Promise<void> {
    await this.#log.close();
    await this.#lock.release();
  }
}

/** The run of a folder. Throws HermesError "file-missing" or "file-invalid". */
export async function readRunConfig(folder: string): Promise<RunConfig> {
  const path = join(folder, RUN_FILES.config);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    const message = `${folder} holds no run: ${RUN_FILES.config} cannot be read.`;
    throw new HermesError("file-missing", message, { path }, { cause });
  }
  try {
    const config = JSON.parse(text) as RunConfig;
    if (typeof config.hash === "string" && Array.isArray(config.tasks)) return config;
  } catch {
    // Told below.
  }
  throw new HermesError("file-invalid", `${path} is not the record of a run.`, { path });
}

/** A folder without samples takes any run; one with samples goes on with its own. */
async function checkConfig(path: string, config: RunConfig): Promise<void> {
  const isEmpty = (await sizeOf(join(path, RUN_FILES.samples))) === 0;
  if (isEmpty) {
    await writeJson(join(path, RUN_FILES.config), config);
    return;
  }
  const before = await readRunConfig(path);
  if (before.hash === config.hash) return;
  const differences = describeDifferences(before, config).join("; ") || "its hash";
  const message = `--out: ${path} holds another run. It differs in ${differences}. Give another folder, or the settings of that run.`;
  throw new HermesError("usage", message, { argument: "out" });
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}

/** The whole file or none of it. */
async function writeJson(path: string, value: object): Promise<void> {
  const draft = `${path}.new`;
  try {
    await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`);
    await rename(draft, path);
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}
