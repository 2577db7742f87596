/** A process of its own: loads one case and times it. */
import type { TokenController } from "../src/engine/index.ts";
import { median, quantile } from "../src/measure/index.ts";
import type { BenchCase } from "./cases.ts";
import { childInput, sendResult } from "./child.ts";

export interface CaseResult {
  readonly weightBytes: number;
  readonly bytesPerToken: number;
  readonly loadMs: number;
  /** Most resident bytes until loaded, above an idle Node: our code, the threads and the weights. */
  readonly loadedBytes: number;
  /** Of these, what came after code and threads stood: the weights and all that reading them took. */
  readonly weightLoadBytes: number;
  readonly prefillTokensPerSecond: number;
  readonly decodeTokensPerSecond: number;
  /** Per decoded token. */
  readonly medianMs: number;
  readonly p95Ms: number;
  /** From the question to the first token of the answer, prompt of PROMPT_TOKENS. */
  readonly firstTokenMs: number;
  readonly peakBytes: number;
}

const PROMPT_TOKENS = 512;
const ROUNDS = 3;
const DECODE_TOKENS = 96;

export interface MeasureInput extends BenchCase {
  /** URL of the compiled package. */
  readonly packageUrl: string;
}

const { folder, compute, packageUrl } = childInput<MeasureInput>();
const idleBytes = process.memoryUsage.rss();
const peakBytes = (): number => process.resourceUsage().maxRSS * 1024;

// Imported here, so that our own code counts as memory too.
const load = (room: string) => import(`${packageUrl}${room}/index.js`);
const { createWasmBackend }: typeof import("../src/kernels/index.ts") = await load("kernels");
const { loadModel }: typeof import("../src/model/index.ts") = await load("model");
const { Engine }: typeof import("../src/engine/index.ts") = await load("engine");
const { resolveSampling }: typeof import("../src/sampling/index.ts") = await load("sampling");

const start = performance.now();
const backend = await createWasmBackend({ compute });
const readyBytes = process.memoryUsage.rss();
const model = await loadModel(folder, backend);
const loadMs = performance.now() - start;
const loadedPeakBytes = peakBytes();

const promptTokens = Math.min(PROMPT_TOKENS, model.contextLength - DECODE_TOKENS - 1);

const engine = new Engine(model);

/** Different in every round, so that no prefix is reused. */
function prompt(round: number): number[] {
  return Array.from({ length: promptTokens }, (_, i) => (i * 31 + round * 7 + 1) % model.config.vocabularySize);
}

/** Milliseconds at which each token came, counted from the question. */
async function timeAnswer(round: number, maxTokens: number): Promise<number[]> {
  const controller: TokenController = { forced: () => [], mask: () => null, accept: () => "continue" };
  const asked = performance.now();
  const sampling = resolveSampling({ temperature: 0 });
  const times: number[] = [];
  for await (const event of engine.generate({ promptTokens: prompt(round), controller, sampling, maxTokens })) {
    if (event.type === "token") times.push(performance.now() - asked);
  }
  return times;
}

await timeAnswer(0, 4); // warm-up: compiled code, grown memories
const firstTokenTimes: number[] = [];
const stepTimes: number[] = [];
for (let round = 1; round <= ROUNDS; round++) {
  const times = await timeAnswer(round, DECODE_TOKENS);
  firstTokenTimes.push(times[0]!);
  for (let i = 1; i < times.length; i++) stepTimes.push(times[i]! - times[i - 1]!);
}
const firstTokenMs = median(firstTokenTimes);
sendResult({
  weightBytes: model.weightBytes,
  bytesPerToken: model.bytesPerToken,
  loadMs,
  loadedBytes: loadedPeakBytes - idleBytes,
  weightLoadBytes: loadedPeakBytes - readyBytes,
  prefillTokensPerSecond: promptTokens / (firstTokenMs / 1000),
  decodeTokensPerSecond: stepTimes.length / (stepTimes.reduce((sum, ms) => sum + ms, 0) / 1000),
  medianMs: median(stepTimes),
  p95Ms: quantile(stepTimes, 0.95),
  firstTokenMs,
  peakBytes: peakBytes(),
} satisfies CaseResult);
await engine.dispose();
model.dispose();
await backend.dispose();
