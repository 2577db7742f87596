/**
 * Scores a model folder on held-out items, with and without thinking, greedily:
 * npm run nano:eval -- [--model models/nano] [--limit N] [--seed N] [--mode both|reasoning|plain] [--only ID,…]
 *   [--rows FILE] [--train-seed N] [--train-conversations N]
 * Prints a table per task and category, the headline figures, how many held-out items the training stream met and
 * left out, and one line of JSON last. `--rows` writes every completion with the span that was read as its answer.
 */
import { createWriteStream } from "node:fs";
import { parseArgs } from "node:util";
import {
  EVAL_SEED,
  environments,
  HELD_OUT_PER_CATEGORY,
  type Mode,
  trainingConversations,
} from "../src/environments/index.ts";
import { HermesError } from "../src/errors.ts";
import {
  countSamples,
  type EvaluationPlan,
  planSamples,
  runSamples,
  type SampleRow,
  sampleKey,
  selectItems,
} from "../src/evaluate/index.ts";
import { Hermes } from "../src/hermes.ts";
import { headline, renderReport } from "./nano-eval/report.ts";

const { values } = parseArgs({
  options: {
    model: { type: "string", default: "models/nano" },
    limit: { type: "string", default: "50" },
    seed: { type: "string", default: String(EVAL_SEED) },
    mode: { type: "string", default: "both" },
    only: { type: "string" },
    rows: { type: "string" },
    "train-seed": { type: "string", default: "1" },
    "train-conversations": { type: "string", default: "20000" },
  },
});

function wholeNumber(name: "limit" | "seed" | "train-seed" | "train-conversations", low: number, high = 1e9): number {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= low && number <= high) return number;
  const message = `--${name} is ${JSON.stringify(values[name])}; expected a whole number from ${low} to ${high}.`;
  throw new HermesError("usage", message, { argument: name });
}

function chosenModes(): readonly Mode[] {
  if (values.mode === "both") return ["reasoning", "plain"];
  if (values.mode === "reasoning" || values.mode === "plain") return [values.mode];
  throw new HermesError("usage", `--mode is "${values.mode}"; expected both, reasoning or plain.`, {
    argument: "mode",
  });
}

function chosenEnvironments() {
  if (values.only === undefined) return environments;
  const ids = values.only.split(",");
  const known = environments.map(({ id }) => id);
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown === undefined) return environments.filter(({ id }) => ids.includes(id));
  const message = `--only names "${unknown}"; the tasks are ${known.join(", ")}.`;
  throw new HermesError("usage", message, { argument: "only" });
}

/** Held-out items that the training stream met and left out. */
function countExcluded(seed: number, conversations: number): number {
  const mixture = trainingConversations(seed);
  let left = conversations;
  for (const _ of mixture) if (--left <= 0) break;
  return mixture.statistics.excluded;
}

async function createPlan(limit: number, seed: number): Promise<EvaluationPlan> {
  const tasks = await Promise.all(
    chosenEnvironments().map(async (environment) => {
      const { id, version, defaults } = environment;
      const config = { id, version, sampling: defaults, samples: 1, limit, data: [] };
      return {
        environment,
        config,
        overrides: {},
        items: await selectItems(environment, { endless: true, limit }, seed),
      };
    }),
  );
  return { tasks, modes: chosenModes(), seed };
}

/** Rows in the order of the plan. */
async function collectRows(plan: EvaluationPlan): Promise<SampleRow[]> {
  const model = await Hermes.load({ model: values.model });
  const file = values.rows === undefined ? null : createWriteStream(values.rows);
  const total = countSamples(plan);
  const rows = new Map<string, SampleRow>();
  const onRow = (row: SampleRow): void => {
    rows.set(sampleKey(row), row);
    file?.write(`${JSON.stringify(row)}\n`);
    if (process.stderr.isTTY) process.stderr.write(`\r${rows.size} of ${total}`);
  };
  try {
    const limits = { concurrency: 8, scoringConcurrency: 1, onError: "stop" as const };
    await runSamples(planSamples(plan), { model, services: {}, ...limits, onRow });
    if (process.stderr.isTTY) process.stderr.write("\n");
  } finally {
    file?.end();
    await model.dispose();
  }
  return [...planSamples(plan)].map((sample) => rows.get(sample.key)!);
}

async function main(): Promise<void> {
  // More items per category than training left out would be no held-out items.
  const limit = wholeNumber("limit", 1, HELD_OUT_PER_CATEGORY);
  const seed = wholeNumber("seed", 0);
  const plan = await createPlan(limit, seed);
  if (seed !== EVAL_SEED) {
    process.stderr.write(
      `Only the items of seed ${EVAL_SEED} were kept out of training; with seed ${seed} some may have been seen.\n`,
    );
  }
  const trainSeed = wholeNumber("train-seed", 0);
  const conversations = wholeNumber("train-conversations", 1);
  const rows = await collectRows(plan);
  const excluded = countExcluded(trainSeed, conversations);
  console.log(renderReport(rows));
  console.log(
    `\nexcluded ${excluded} held-out items from the first ${conversations} training conversations of seed ${trainSeed}`,
  );
  console.log(JSON.stringify({ model: values.model, seed, limit, excluded, figures: headline(rows) }));
}

try {
  await main();
} catch (error) {
  if (!(error instanceof HermesError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.code === "usage" ? 2 : 1;
}
