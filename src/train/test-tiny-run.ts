/** A run of a few seconds for tests of checkpoints; also started in processes of its own, which are killed. */
import { modelPresets } from "./model-config.ts";
import { createRandomSource } from "./random.ts";
import { IGNORED, type Sample } from "./row.ts";
import type { RunOptions } from "./run-options.ts";
import { runTraining } from "./training-run.ts";

export const TINY_STEPS = 14;
const config = { ...modelPresets.tiny!, vocabularySize: 40 };

function patternSamples(pool: number): Sample[] {
  const random = createRandomSource(pool, 5);
  return Array.from({ length: 9 }, (_, index) => {
    const pattern = Array.from({ length: 4 }, () => Math.floor(random.uniform() * config.vocabularySize));
    const tokens = Int32Array.from({ length: 12 + index }, (_, i) => pattern[i % 4]!);
    return { tokens, labels: tokens.map((token, i) => (i < 4 ? IGNORED : token)), kind: "pattern" };
  });
}

/** Options that save a checkpoint after every step. */
export function tinyRunOptions(folder: string, overrides: Partial<RunOptions> = {}): RunOptions {
  return {
    ...{ folder, config, resume: false, length: { steps: TINY_STEPS }, peakRate: 3e-3, seed: 1, threads: 2 },
    ...{ rowLength: 48, rowsPerStep: 3, samples: patternSamples, checkpointSeconds: 0, evaluateSeconds: 3600 },
    report: () => {},
    ...overrides,
  };
}

/** Runs it and returns the loss of every step made, by step number. */
export async function runTiny(options: RunOptions): Promise<ReadonlyMap<number, number>> {
  const losses = new Map<number, number>();
  const { trainer } = await runTraining({
    ...options,
    report: (event) => {
      if (event.type === "step") losses.set(event.step, event.loss);
      options.report(event);
    },
  });
  await trainer.dispose();
  return losses;
}
