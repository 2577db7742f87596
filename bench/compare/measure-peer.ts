/** A process of its own: times the peer as `measureModel` times us. */
import { DECODE_PROMPT_TOKENS, type TimedAnswer, tokensPerSecond, WARM_UP } from "../../src/measure/index.ts";
import { childInput, sendResult } from "../child.ts";
import { loadPeer, type PeerLoadOptions, type PeerSequence } from "./peer.ts";

export interface PeerInput extends Pick<PeerLoadOptions, "module" | "file" | "threads"> {
  readonly vocabularySize: number;
  readonly promptTokens: number;
  readonly decodeTokens: number;
  readonly streams: readonly number[];
}

export interface PeerResult {
  readonly backend: string;
  readonly threads: number;
  readonly prefillTokensPerSecond: number;
  /** By number of streams. */
  readonly decodeTokensPerSecond: ReadonlyMap<number, number>;
  readonly idleBytes: number;
  readonly peakMemoryBytes: number;
}

const idleBytes = process.memoryUsage.rss();
const input = childInput<PeerInput>();
const { promptTokens, decodeTokens, streams } = input;
const sequenceTokens = Math.max(promptTokens + 1, DECODE_PROMPT_TOKENS + decodeTokens);
const { sequences, threads, backend } = await loadPeer({
  module: input.module,
  file: input.file,
  contextSize: Math.ceil((sequenceTokens + 1) / 256) * 256,
  batchSize: 512,
  threads: input.threads,
  sequences: Math.max(...streams),
});

let prompts = 0;
/** No two alike in their first token. */
function prompt(tokens: number): number[] {
  const first = ++prompts;
  return Array.from({ length: tokens }, (_, index) => (first * 7919 + index * 31) % input.vocabularySize);
}

async function timePrefill(sequence: PeerSequence, tokens: number): Promise<number> {
  await sequence.clearHistory();
  const start = performance.now();
  await sequence.evaluateWithoutGeneratingNewTokens(prompt(tokens));
  return tokens / ((performance.now() - start) / 1000);
}

async function timeAnswer(sequence: PeerSequence, tokens: number): Promise<TimedAnswer> {
  await sequence.clearHistory();
  const tokenMs: number[] = [];
  const askedAt = performance.now();
  for await (const _token of sequence.evaluate(prompt(DECODE_PROMPT_TOKENS), { temperature: 0, yieldEogToken: true })) {
    tokenMs.push(performance.now() - askedAt);
    if (tokenMs.length === tokens) break;
  }
  return { askedAt, tokenMs, promptMs: tokenMs[0]!, cachedTokens: 0 };
}

await timePrefill(sequences[0]!, Math.min(promptTokens, WARM_UP.promptTokens));
await timeAnswer(sequences[0]!, WARM_UP.decodeTokens);
const prefillTokensPerSecond = await timePrefill(sequences[0]!, promptTokens);
const decodes = new Map<number, number>();
for (const count of streams) {
  const answers = sequences.slice(0, count).map((sequence) => timeAnswer(sequence, decodeTokens));
  decodes.set(count, tokensPerSecond(await Promise.all(answers)));
}
await sendResult({
  backend,
  threads,
  prefillTokensPerSecond,
  decodeTokensPerSecond: decodes,
  idleBytes,
  peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
} satisfies PeerResult);
// Its threads would keep the process alive.
process.exit(0);
