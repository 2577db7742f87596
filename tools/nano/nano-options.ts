import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { modelPresets, type TrainedModelConfig } from "../../src/train/index.ts";

export const usage = `npm run nano:train -- [options]
  --minutes N | --steps N   how long to train (default 4600 steps: about 80 minutes on two free cores)
  --out DIR                 run folder: tokenizer and checkpoints (default runs/nano)
  --export DIR              where the finished model goes (default OUT/model)
  --export-only             write the last checkpoint of OUT as a model, train nothing
  --resume                  go on from the last checkpoint of OUT
  --config NAME             ${Object.keys(modelPresets).join(" | ")} (default wide)
  --vocabulary N            ids of the tokenizer (default 1536)
  --rows N --row-length N   batch: packed rows a step, and tokens of a row (default 6, 1024)
  --peak X                  highest learning rate (default 1.6e-3)
  --threads N               default: cores
  --seed N                  default 1
`;

export interface NanoOptions {
  readonly folder: string;
  readonly exportFolder: string;
  readonly exportOnly: boolean;
  readonly resume: boolean;
  readonly length: { readonly steps: number } | { readonly minutes: number };
  readonly config: TrainedModelConfig;
  readonly rowsPerStep: number;
  readonly rowLength: number;
  readonly peakRate: number;
  readonly threads: number;
  readonly seed: number;
}

/** The command line as options, by default those that made models/nano; a text to print and an exit code where there is nothing to run. */
export function parseNanoOptions(
  args: readonly string[],
): NanoOptions | { readonly text: string; readonly code: 0 | 2 } {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const names = ["minutes", "steps", "out", "export", "config", "vocabulary", "rows", "row-length"] as const;
  const texts = [...names, "peak", "threads", "seed"] as const;
  const flags = { resume: flag, "export-only": flag, help: flag };
  const options = {
    ...(Object.fromEntries(texts.map((name) => [name, text])) as Record<(typeof texts)[number], typeof text>),
    ...flags,
  };
  let values: Partial<Record<(typeof texts)[number], string>> & Partial<Record<keyof typeof flags, boolean>>;
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    return { text: `${(error as Error).message}\n\n${usage}`, code: 2 };
  }
  if (values.help) return { text: usage, code: 0 };
  const sizes = modelPresets[values.config ?? "wide"];
  if (sizes === undefined) return { text: `--config: unknown size "${values.config}".\n\n${usage}`, code: 2 };
  const odd = numbers.find((name) => values[name] !== undefined && !(Number(values[name]) > 0));
  if (odd) return { text: `--${odd}: expected a number above 0, got ${values[odd]}.\n\n${usage}`, code: 2 };
  const number = (name: (typeof numbers)[number], fallback: number) => Number(values[name] ?? fallback);
  const folder = values.out ?? "runs/nano";
  return {
    folder,
    exportFolder: values.export ?? `${folder}/model`,
    exportOnly: values["export-only"] ?? false,
    resume: values.resume ?? false,
    length: values.minutes === undefined ? { steps: number("steps", 4600) } : { minutes: number("minutes", 0) },
    config: { ...sizes, vocabularySize: number("vocabulary", 1536) },
    rowsPerStep: number("rows", 6),
    rowLength: number("row-length", 1024),
    peakRate: number("peak", 1.6e-3),
    threads: number("threads", availableParallelism()),
    seed: number("seed", 1),
  };
}

const numbers = ["minutes", "steps", "vocabulary", "rows", "row-length", "peak", "threads", "seed"] as const;
