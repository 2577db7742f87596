/** Trains the embedded model from its seed and exports it: `npm run nano:train -- --help`. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createProgressPrinter, exportModel, modelPresets, runTraining } from "../src/train/index.ts";
import { heldOutRows, NanoData } from "./nano/nano-data.ts";
import { openRunTokenizer, TOKENIZER_FILES } from "./nano/nano-tokenizer.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const usage = `npm run nano:train -- [options]
  --minutes N | --steps N   how long to train (default 60 minutes)
  --out DIR                 run folder: tokenizer, checkpoints (default runs/nano)
  --export DIR              where the finished model goes (default OUT/model)
  --resume                  go on from the last checkpoint of OUT
  --config NAME             ${Object.keys(modelPresets).join(" | ")} (default small)
  --vocabulary N            ids of the tokenizer (default 1536)
  --rows N --row-length N   batch: packed rows a step and their tokens (default 16, 1024)
  --peak X                  highest learning rate (default 2e-3)
  --threads N               (default: cores)
  --seed N                  (default 1)
`;
const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const { values } = parseArgs({
  options: {
    ...{ minutes: text, steps: text, out: text, export: text, config: text, vocabulary: text, rows: text },
    ...{ "row-length": text, peak: text, threads: text, seed: text, resume: flag, help: flag },
  },
});

function number(option: keyof typeof values, fallback: number): number {
  const value = values[option] === undefined ? fallback : Number(values[option]);
  if (Number.isFinite(value) && value >= 0) return value;
  process.stderr.write(`--${option}: expected a number, got ${String(values[option])}.\n\n${usage}`);
  process.exit(2);
}

async function main(): Promise<void> {
  const sizes = modelPresets[values.config ?? "small"];
  if (values.help || sizes === undefined) {
    process.stderr.write(usage);
    process.exit(values.help ? 0 : 2);
  }
  const folder = values.out ?? join(root, "runs/nano");
  const config = { ...sizes, vocabularySize: number("vocabulary", 1536) };
  const seed = number("seed", 1);
  const rowLength = number("row-length", 1024);
  const data = new NanoData(seed);
  const tokenizer = await openRunTokenizer(folder, data, config);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const out = process.stdout;
  const { trainer, run } = await runTraining({
    ...{ folder, config, seed, rowLength },
    resume: values.resume ?? false,
    length: values.steps === undefined ? { minutes: number("minutes", 60) } : { steps: number("steps", 0) },
    peakRate: number("peak", 2e-3),
    threads: number("threads", availableParallelism()),
    rowsPerStep: number("rows", 16),
    samples: (pool) => data.samples(pool, tokenizer),
    heldOutRows: heldOutRows(tokenizer, rowLength),
    checkpointSeconds: 60,
    evaluateSeconds: 120,
    signal: stop.signal,
    report: createProgressPrinter({ isTerminal: out.isTTY ?? false, write: (line) => out.write(line) }),
  });
  const target = values.export ?? join(folder, "model");
  const template = { name: "chat_template.jinja", path: join(root, "test/golden/chat-template/hermes-4-llama3.jinja") };
  const files = [...TOKENIZER_FILES.map((name) => ({ name, path: join(folder, name) })), template];
  const { weights } = trainer.state();
  await exportModel({ folder: target, config: run.config, table: trainer.parameters, weights, tokenizer, files });
  await trainer.dispose();
  out.write(`${run.tokensSeen} tokens seen, ${data.excluded} held-out items left out; model in ${target}\n`);
}

await main();
