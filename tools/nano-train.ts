/** Trains the embedded model from its seed and exports it: `npm run nano:train -- --help`. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { HermesError } from "../src/errors.ts";
import type { Tokenizer } from "../src/tokenizer/index.ts";
import {
  createParameterTable,
  createProgressPrinter,
  exportModel,
  loadCheckpoint,
  type PackedRow,
  roundAsExported,
  runTraining,
  type TrainedModelConfig,
  type Trainer,
} from "../src/train/index.ts";
import { heldOutRows, NanoData } from "./nano/nano-data.ts";
import { type NanoOptions, parseNanoOptions } from "./nano/nano-options.ts";
import { openRunTokenizer, TOKENIZER_FILES } from "./nano/nano-tokenizer.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const print = (text: string): boolean => process.stdout.write(text);

async function writeModel(
  { folder, exportFolder }: NanoOptions,
  model: { config: TrainedModelConfig; weights: Float32Array; tokenizer: Tokenizer },
): Promise<void> {
  const template = { name: "chat_template.jinja", path: join(root, "test/golden/chat-template/hermes-4-llama3.jinja") };
  const files = [...TOKENIZER_FILES.map((name) => ({ name, path: join(folder, name) })), template];
  await exportModel({ folder: exportFolder, table: createParameterTable(model.config), files, ...model });
  print(`model in ${exportFolder}\n`);
}

/** Mean loss a trained token of the held-out rows, before and after rounding to the exported float8. Changes the weights. */
async function printRoundingLoss(trainer: Trainer, rows: readonly PackedRow[]): Promise<void> {
  const meanLoss = async (): Promise<number> => {
    const samples = await trainer.evaluate(rows);
    return samples.reduce((sum, { loss }) => sum + loss, 0) / samples.reduce((sum, { tokens }) => sum + tokens, 0);
  };
  const before = await meanLoss();
  const weights = trainer.state().weights.slice();
  roundAsExported(weights, trainer.parameters);
  trainer.restore({ weights });
  print(`held-out loss ${before.toFixed(4)} in float32, ${(await meanLoss()).toFixed(4)} as exported\n`);
}

async function train(options: NanoOptions): Promise<void> {
  const { folder, config, seed, rowLength } = options;
  const data = new NanoData(seed);
  const tokenizer = await openRunTokenizer(folder, data, config);
  const watched = heldOutRows(tokenizer, rowLength);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const { trainer, run } = await runTraining({
    ...options,
    samples: (pool) => data.samples(pool, tokenizer),
    heldOutRows: watched,
    checkpointSeconds: 60,
    evaluateSeconds: 120,
    signal: stop.signal,
    report: createProgressPrinter({ isTerminal: process.stdout.isTTY ?? false, write: print }),
  });
  print(`${run.tokensSeen} tokens seen; ${data.excluded} draws of held-out items left out since this start\n`);
  await writeModel(options, { config: run.config, weights: trainer.state().weights.slice(), tokenizer });
  await printRoundingLoss(trainer, watched);
  await trainer.dispose();
}

async function exportCheckpoint(options: NanoOptions): Promise<void> {
  const saved = await loadCheckpoint(options.folder, createParameterTable);
  if (saved === null) {
    const message = `There is no checkpoint in ${options.folder} to export.`;
    throw new HermesError("training-invalid", message, { what: "checkpoint" });
  }
  const { run, state } = saved;
  const tokenizer = await openRunTokenizer(options.folder, new NanoData(run.seed), run.config);
  print(`step ${run.step} of ${run.schedule.totalSteps}\n`);
  await writeModel(options, { config: run.config, weights: state.weights, tokenizer });
}

const options = parseNanoOptions(process.argv.slice(2));
if ("code" in options) {
  (options.code === 0 ? process.stdout : process.stderr).write(options.text);
  process.exitCode = options.code;
} else if (options.exportOnly) await exportCheckpoint(options);
else await train(options);
