import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { HermesError } from "../../errors.ts";
import type { RunConfig, RunMetrics, SampleRow, TaskMetrics } from "../contract.ts";
import { RUN_FILES, readRunConfig } from "./run-folder.ts";
import { readSamples } from "./sample-log.ts";

/** The folder of a run, for reading only. */
export interface FinishedRun {
  readonly folder: string;
  readonly config: RunConfig;
  readonly metrics: RunMetrics;
  /** Rows as they were written; of one sample the last counts. Throws HermesError "file-invalid" with the line. */
  rows(): AsyncGenerator<SampleRow>;
}

/**
 * Opens a run that has figures, whole or not. Throws HermesError "file-missing" where run.json or metrics.json is not there, and
 * "file-invalid" where a file is damaged or belongs to another run.
 */
export async function readFinishedRun(folder: string): Promise<FinishedRun> {
  const config = await readRunConfig(folder);
  if (!isConfig(config)) {
    const path = join(folder, RUN_FILES.config);
    throw new HermesError("file-invalid", `${path} lacks fields of a run's record.`, { path });
  }
  const metrics = await readMetrics(folder);
  if (metrics.run !== config.hash) {
    const path = join(folder, RUN_FILES.metrics);
    const message = `${path} holds the figures of another run than ${RUN_FILES.config}. Run hermes eval with this folder again.`;
    throw new HermesError("file-invalid", message, { path });
  }
  return { folder, config, metrics, rows: () => readOwnRows(folder, config, metrics) };
}

async function readMetrics(folder: string): Promise<RunMetrics> {
  const path = join(folder, RUN_FILES.metrics);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    const message = `${path} cannot be read: the run was cut off before its figures were written. The same hermes eval goes on with it.`;
    throw new HermesError("file-missing", message, { path }, { cause });
  }
  try {
    const metrics: RunMetrics = { missing: "refuse", ...JSON.parse(text) };
    if (typeof metrics.run === "string" && Array.isArray(metrics.tasks) && metrics.tasks.every(isFigures))
      return metrics;
  } catch {
    // Told below.
  }
  throw new HermesError("file-invalid", `${path} does not hold the figures of a run.`, { path });
}

async function* readOwnRows(
  folder: string,
  { tasks, modes }: RunConfig,
  metrics: RunMetrics,
): AsyncGenerator<SampleRow> {
  const path = join(folder, RUN_FILES.samples);
  const versions = new Map(tasks.map(({ id, version }) => [id, version]));
  let line = 0;
  for await (const row of readSamples(path)) {
    line++;
    const refuse = (what: string) => new HermesError("file-invalid", `${path}, line ${line} ${what}.`, { path });
    if (!isWhole(row)) throw refuse("lacks fields of a sample");
    const version = versions.get(row.task);
    if (version === undefined) throw refuse(`is of the task ${row.task}, which ${RUN_FILES.config} does not have`);
    if (version !== row.version)
      throw refuse(`is of ${row.task} in version ${row.version}; the run is of version ${version}`);
    if (!modes.includes(row.mode)) throw refuse(`was asked in the mode ${row.mode}, which the run does not have`);
    yield row;
  }
  // A sample that was asked again has two lines, so that there may be more.
  const counted = metrics.tasks.reduce((sum, { samples }) => sum + samples, 0);
  if (line >= counted) return;
  const message = `${path} has ${line} samples, but ${RUN_FILES.metrics} holds the figures of ${counted}: the file was cut or lost. The same hermes eval asks the rest again.`;
  throw new HermesError("file-invalid", message, { path });
}

function isConfig({ modes, tasks, settings, model, startedAt }: RunConfig): boolean {
  const areTasks = tasks.every(
    (task) => typeof task?.id === "string" && typeof task.version === "string" && areFiles(task.data),
  );
  const isNamed = typeof model === "string" && typeof startedAt === "string";
  return (
    areTasks && isNamed && Array.isArray(modes) && modes.length > 0 && typeof settings === "object" && settings !== null
  );
}

function areFiles(data: unknown): boolean {
  return Array.isArray(data) && data.every((file) => typeof file?.name === "string" && typeof file.sha256 === "string");
}

function isFigures(row: TaskMetrics): boolean {
  const { task, mode, version, byCategory, passAtK, further } = row ?? {};
  const names = [task, mode, version].every((name) => typeof name === "string");
  const groups = [byCategory, passAtK, further].every((group) => typeof group === "object" && group !== null);
  const numbers = [row?.samples, row?.expected, row?.errors, row?.overlongRate, row?.unreadableRate].every(
    Number.isFinite,
  );
  const intervals = Object.values(row?.furtherIntervals ?? {}).every(
    (interval) => Array.isArray(interval) && interval.length === 2 && interval.every(Number.isFinite),
  );
  return names && groups && numbers && intervals && (row.score === null || Number.isFinite(row.score));
}

function isWhole(row: SampleRow): boolean {
  const { category, completion, overlong, reasoningChars, prompt, error, status } = row;
  return (
    typeof category === "string" &&
    typeof completion === "string" &&
    typeof overlong === "boolean" &&
    Number.isFinite(reasoningChars) &&
    typeof prompt === "object" &&
    (status === "ok" || typeof error?.message === "string")
  );
}
