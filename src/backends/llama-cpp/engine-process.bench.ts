/**
 * What the process around llama.cpp costs: `node src/backends/llama-cpp/engine-process.bench.ts FILE [library folder]`. Loading,
 * then milliseconds a token for the engine called in this process and through its own, with the logits of a greedy draw, of
 * top-k 20, of top-k 20 with a biased token and of the whole vocabulary. The best of several rounds in turns, since others may
 * use the machine. Last line: JSON.
 */
import { fileURLToPath } from "node:url";
import { EngineProcess } from "./process/engine-process.ts";
import { findLibrary } from "./process/find-library.ts";
import { generateNext } from "./process/generate-next.ts";
import type { LlamaSequence } from "./process/library.ts";
import { loadLibrary } from "./process/load-library.ts";
import type { LogitsWish } from "./process/protocol.ts";

const [file, folder = fileURLToPath(new URL("../../../build/peer", import.meta.url))] = process.argv.slice(2);
if (file === undefined) throw new Error("no FILE given");

const ROUNDS = 15;
const TOKENS = 12;
const CONTEXT = 512;
const wishes: Readonly<Record<string, Exclude<LogitsWish, null>>> = {
  greedy: { top: 5, tokens: [] },
  "top-k 20": { top: 24, tokens: [] },
  "and a bias": { top: 25, tokens: [7] },
  all: "all",
};

const library = findLibrary(folder);
const settings = { file, library, gpu: false, threads: 1, contextLength: CONTEXT, exactContext: true } as const;

const start = performance.now();
const runner = await EngineProcess.start({ ...settings, sequences: 1, cacheDtype: "float16" }, () => {});
const loadMs = performance.now() - start;

async function loadHere(): Promise<LlamaSequence> {
  const { getLlama } = await loadLibrary(library);
  const quiet = { build: "never", skipDownload: true, progressLogs: false, logLevel: "error", maxThreads: 0 } as const;
  const llama = await getLlama({ ...quiet, gpu: false, logger: () => {} });
  const model = await llama.loadModel({ modelPath: file!, onLoadProgress: () => {} });
  const context = await model.createContext({ contextSize: CONTEXT, sequences: 1, threads: 1 });
  return context.getSequence();
}

/** Milliseconds a token: one is computed behind the last, TOKENS times. */
async function perToken(compute: (keep: number) => Promise<unknown>): Promise<number> {
  await compute(0);
  const begin = performance.now();
  for (let keep = 1; keep <= TOKENS; keep++) await compute(keep);
  return (performance.now() - begin) / TOKENS;
}

const sequence = await loadHere();
const results = [];
for (const [name, wish] of Object.entries(wishes)) {
  const here = async (keep: number) => {
    if (keep === 0) await sequence.eraseContextTokenRanges([{ start: 0, end: sequence.nextTokenIndex }]);
    await sequence.controlledEvaluate([[1, { generateNext: generateNext(wish) }]]);
  };
  const there = (keep: number) => runner.step({ sequence: 0, keep, tokens: Uint32Array.of(1), logits: wish });
  const times: { here: number[]; there: number[] } = { here: [], there: [] };
  for (let round = 0; round < ROUNDS; round++) {
    times.here.push(await perToken(here));
    times.there.push(await perToken(there));
  }
  const result = { logits: name, hereMs: Math.min(...times.here), thereMs: Math.min(...times.there) };
  results.push(result);
  process.stdout.write(
    `${name.padEnd(12)}${result.hereMs.toFixed(2)} ms a token here, ${result.thereMs.toFixed(2)} ms in its process\n`,
  );
}
process.stdout.write(`loaded in ${loadMs.toFixed(0)} ms\n${JSON.stringify({ file, loadMs, results })}\n`);
await runner.kill();
process.exit(0);
