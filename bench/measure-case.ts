/** A process of its own: loads one case and times it. */
import type { TokenController } from "../src/engine/index.ts";
import type { BenchCase } from "./cases.ts";
import { childInput, sendResult } from "./child.ts";
import { median, quantile } from "./statistics.ts";

export interface CaseResult {
  readonly weightBytes: number;
  readonly bytesPerToken: number;
  readonly loadMs: number;
  /** Resident bytes above an idle Node, once loaded. */
  readonly loadedBytes: number;
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

const { folder, compute } = childInput<BenchCase>();
const idleBytes = process.memoryUsage.rss();

// Imported here, so that our own code counts as memory too.
const { createWasmBackend } = await import("../src/kernels/index.ts");
const { loadModel } = await import("../src/model/index.ts");
const { Engine } = await import("../src/engine/index.ts");
const { resolveSampling } = await import("../src/sampling/index.ts");

const start = performance.now();
const backend = await createWasmBackend({ compute });
const model = await loadModel(folder, backend);
const loadMs = performance.now() - start;
const loadedBytes = process.memoryUsage.rss() - idleBytes;

const promptTokens = Math.min(PROMPT_TOKENS, model.contextLength - DECODE_TOKENS - 1);

/** Different in every round, so that no prefix is reused. */
function prompt(round: number): number[] {
  return Array.from({ length: promptTokens }, (_, i) => (i * 31 + round * 7 + 1) % model.config.vocabularySize);
}

/** Milliseconds at which each token came, counted from the question. */
async function timeAnswer(engine: InstanceType<typeof Engine>, round: number, maxTokens: number): Promise<number[]> {
  const controller: TokenController = { forced: () => [], mask: () => null, accept: () => "continue" };
  const asked = performance.now();
  const sampling = resolveSampling({ temperature: 0 });
  const times: number[] = [];
  for await (const event of engine.generate({ promptTokens: prompt(round), controller, sampling, maxTokens })) {
    if (event.type === "token") times.push(performance.now() - asked);
  }
  return times;
}

const engine = new Engine(model);
await timeAnswer(engine, 0, 4); // warm-up: compiled code, grown memories
const firstTokenTimes: number[] = [];
const stepTimes: number[] = [];
for (let round = 1; round <= ROUNDS; round++) {
  const times = await timeAnswer(engine, round, DECODE_TOKENS);
  firstTokenTimes.push(times[0]!);
  for (let i = 1; i < times.length; i++) stepTimes.push(times[i]! - times[i - 1]!);
}
const firstTokenMs = median(firstTokenTimes);
sendResult({
  weightBytes: model.weightBytes,
  bytesPerToken: model.bytesPerToken,
  loadMs,
  loadedBytes,
  prefillTokensPerSecond: promptTokens / (firstTokenMs / 1000),
  decodeTokensPerSecond: stepTimes.length / (stepTimes.reduce((sum, ms) => sum + ms, 0) / 1000),
  medianMs: median(stepTimes),
  p95Ms: quantile(stepTimes, 0.95),
  firstTokenMs,
  peakBytes: process.resourceUsage().maxRSS * 1024,
} satisfies CaseResult);
await engine.dispose();
model.dispose();
await backend.dispose();
