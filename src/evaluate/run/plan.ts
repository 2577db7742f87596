import type { Environment, Figure, Mode, SamplingDefaults } from "../../environments/index.ts";
import type { TaskConfig } from "../contract.ts";
import { sampleKey, sampleSeed } from "../sample-key.ts";

/** A task, opened, with the items that are asked. */
export interface PlannedTask {
  readonly environment: Environment;
  readonly items: readonly unknown[];
  readonly config: TaskConfig;
  /** Figures of the environment's `aggregate` that get an interval. */
  readonly figures?: readonly Figure[];
  /** What the user sets over the task and its prompts. */
  readonly overrides: Partial<SamplingDefaults>;
}

export interface EvaluationPlan {
  readonly tasks: readonly PlannedTask[];
  readonly modes: readonly Mode[];
  readonly seed: number;
}

/** One answer that is to be had. */
export interface PlannedSample {
  readonly task: PlannedTask;
  readonly item: unknown;
  readonly itemId: string;
  readonly category: string;
  readonly mode: Mode;
  readonly sampleIndex: number;
  readonly seed: number;
  /** As `sampleKey` of its row. */
  readonly key: string;
}

/** All samples: task by task, item by item, mode by mode; those in `done` (see `sampleKey`) are left out. */
export function* planSamples(
  { tasks, modes, seed }: EvaluationPlan,
  done: ReadonlySet<string> = new Set(),
): Generator<PlannedSample> {
  for (const task of tasks) {
    for (const item of task.items) {
      for (const mode of modes) {
        for (let sampleIndex = 0; sampleIndex < task.config.samples; sampleIndex++) {
          const { id, version } = task.environment;
          const itemId = task.environment.itemId(item);
          const identity = { task: id, version, mode, itemId, sampleIndex };
          const key = sampleKey(identity);
          if (done.has(key)) continue;
          const category = task.environment.category(item);
          yield { task, item, itemId, category, mode, sampleIndex, seed: sampleSeed(seed, identity), key };
        }
      }
    }
  }
}

export function countSamples({ tasks, modes }: Pick<EvaluationPlan, "tasks" | "modes">): number {
  return tasks.reduce((sum, { items, config }) => sum + items.length * config.samples, 0) * modes.length;
}
