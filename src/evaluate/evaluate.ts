import type { Missing, RunConfig, RunMetrics, SampleRow } from "./contract.ts";
import { countSamples, type EvaluationPlan, planSamples } from "./run/plan.ts";
import { RunProgress } from "./run/run-progress.ts";
import { type RunOptions, runSamples } from "./run/run-samples.ts";
import { awaitsScore } from "./run/sample-row.ts";
import { sampleKey } from "./sample-key.ts";
import { collectRows, groupKey } from "./statistics/collect-rows.ts";
import { summarise } from "./statistics/summarise.ts";
import type { RunFolder } from "./store/run-folder.ts";

export interface EvaluationOptions extends Omit<RunOptions, "onRow" | "answered"> {
  readonly config: RunConfig;
  readonly folder: RunFolder;
  readonly missing: Missing;
  readonly passAtK: readonly number[];
  /** Told at the start, with the samples that are there already, and then after every row. */
  readonly onProgress?: (progress: RunProgress, row: SampleRow | null) => void;
}

/**
 * Takes the samples of a plan that the folder does not have yet, and writes the figures of all, also where the run fails or is stopped.
 * Throws as `runSamples`.
 */
export async function evaluate(plan: EvaluationPlan, options: EvaluationOptions): Promise<RunMetrics> {
  const { folder, onProgress } = options;
  const { done, answered } = await readEarlier(folder);
  const progress = new RunProgress(countSamples(plan), done.size);
  onProgress?.(progress, null);
  const onRow = async (row: SampleRow): Promise<void> => {
    await folder.append(row);
    progress.add(row, !answered.has(sampleKey(row)));
    onProgress?.(progress, row);
  };
  try {
    await runSamples(planSamples(plan, done), { ...options, answered, onRow });
  } catch (error) {
    // What ended the run is told, and not that a full disk takes no figures either.
    await writeMetrics(plan, options).catch(() => {});
    throw error;
  }
  return await writeMetrics(plan, options);
}

interface EarlierSamples {
  /** Keys of samples that have a score. */
  readonly done: ReadonlySet<string>;
  /** Rows of answers that have none yet, by key. */
  readonly answered: ReadonlyMap<string, SampleRow>;
}

async function readEarlier(folder: RunFolder): Promise<EarlierSamples> {
  const done = new Set<string>();
  const answered = new Map<string, SampleRow>();
  for await (const row of folder.rows()) {
    const key = sampleKey(row);
    if (row.status === "ok") done.add(key);
    if (awaitsScore(row)) answered.set(key, row);
    else answered.delete(key);
  }
  return { done, answered };
}

async function writeMetrics(
  plan: EvaluationPlan,
  { folder, config, ...options }: EvaluationOptions,
): Promise<RunMetrics> {
  const rows = await collectRows(folder.rows());
  const tasks = plan.tasks.flatMap(({ environment, items, figures = [], config: { samples } }) =>
    plan.modes.map((mode) =>
      summarise(rows.get(groupKey(environment.id, mode)) ?? [], {
        ...options,
        ...{ environment, mode, samples, figures, items: items.length },
      }),
    ),
  );
  const complete = tasks.every(({ samples, expected }) => samples === expected);
  const metrics: RunMetrics = { run: config.hash, complete, missing: options.missing, tasks };
  await folder.writeMetrics(metrics);
  return metrics;
}
