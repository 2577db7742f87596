/** A process of its own: the same answers from the engine in this process and through the server, by turns. */

import { type ChatRequest, Hermes } from "../../src/hermes.ts";
import { median, quantile } from "../../src/measure/index.ts";
import { childInput, sendResult } from "../child.ts";
import { Client } from "./ask-client.ts";
import { DecodeRate } from "./decode-rate.ts";
import { startQuietServer } from "./start-quiet-server.ts";

export interface OverheadInput {
  readonly folder: string;
  readonly streams: number;
  /** Tokens of each answer. */
  readonly tokens: number;
  readonly rounds: number;
}

/** Milliseconds; shares are of the bare engine's. */
export interface OverheadResult {
  /** Tokens a second while all streams decode; null where answers are too short to be watched. */
  readonly bareRate: number | null;
  readonly servedRate: number | null;
  /** By how much longer a token takes while all streams decode; median over rounds. Null as above. */
  readonly decodeOverhead: number | null;
  /** Of whole rounds, from the first question to the last answer. */
  readonly bareMs: number;
  readonly servedMs: number;
  /** Median over rounds of (served - bare) / bare, both from one round. */
  readonly overhead: number;
  /** The same of processor time of this process alone, in which the client has no part. */
  readonly cpuOverhead: number;
  readonly firstByteMs: number;
  readonly firstByteP95Ms: number;
  readonly microsecondsPerToken: number;
}

/** Fewer tokens than this go by too fast to be watched. */
const LEAST_WATCHED = 64;

interface Turn {
  readonly rate: number | null;
  readonly elapsedMs: number;
  readonly cpuMs: number;
  readonly firstByteMs: readonly number[];
}

const { folder, streams, tokens, rounds } = childInput<OverheadInput>();
const hermes = await Hermes.load({ model: folder });
// A model without training ends its answers anywhere: so that all have the same length, it may not.
const forbidden = Object.fromEntries(stopTokens().map((token) => [token, -100]));
const prompts = Array.from({ length: streams }, (_, index) => `Tell me of the number ${index + 1}.`);
const server = await startQuietServer(hermes);
const client = new Client();

const turns: { bare: Turn; served: Turn }[] = [];
for (let round = -1; round < rounds; round++) {
  const order = round % 2 === 0 ? [askBare, askServer] : [askServer, askBare];
  const [first, second] = [await timed(order[0]!), await timed(order[1]!)];
  if (round >= 0) turns.push(round % 2 === 0 ? { bare: first, served: second } : { bare: second, served: first });
}
client.end();
await server.stop();

const shareOf = (pick: (turn: Turn) => number) =>
  median(turns.map(({ bare, served }) => (pick(served) - pick(bare)) / pick(bare)));
const bareMs = median(turns.map(({ bare }) => bare.elapsedMs));
const servedMs = median(turns.map(({ served }) => served.elapsedMs));
const rates = turns.flatMap(({ bare, served }) =>
  bare.rate === null || served.rate === null ? [] : [{ bare: bare.rate, served: served.rate }],
);
const firstBytes = turns.flatMap(({ served }) => served.firstByteMs);
const medianOf = (values: readonly number[]) => (values.length === 0 ? null : median(values));
await sendResult({
  bareRate: medianOf(rates.map(({ bare }) => bare)),
  servedRate: medianOf(rates.map((rate) => rate.served)),
  decodeOverhead: medianOf(rates.map(({ bare, served }) => bare / served - 1)),
  bareMs,
  servedMs,
  overhead: shareOf(({ elapsedMs }) => elapsedMs),
  cpuOverhead: shareOf(({ cpuMs }) => cpuMs),
  firstByteMs: median(firstBytes),
  firstByteP95Ms: quantile(firstBytes, 0.95),
  microsecondsPerToken: (1000 * (servedMs - bareMs)) / (streams * tokens),
} satisfies OverheadResult);

async function timed(ask: () => Promise<readonly number[]>): Promise<Turn> {
  const watch = tokens < LEAST_WATCHED ? null : new DecodeRate(hermes, streams);
  const cpu = process.cpuUsage();
  const start = performance.now();
  const firstByteMs = await ask();
  const { user, system } = process.cpuUsage(cpu);
  const elapsedMs = performance.now() - start;
  return { elapsedMs, cpuMs: (user + system) / 1000, firstByteMs, rate: watch?.stop() ?? null };
}

async function askBare(): Promise<readonly number[]> {
  const answer = async (content: string): Promise<void> => {
    const request: ChatRequest = {
      messages: [{ role: "user", content }],
      maxTokens: tokens,
      sampling: { temperature: 0, logitBias: forbidden },
    };
    for await (const part of hermes.stream(request))
      if (part.type === "finish") checkLength(part.usage.completionTokens);
  };
  await Promise.all(prompts.map(answer));
  return [];
}

async function askServer(): Promise<readonly number[]> {
  const bodies = prompts.map((content) =>
    JSON.stringify({
      model: hermes.modelId,
      messages: [{ role: "user", content }],
      max_tokens: tokens,
      temperature: 0,
      logit_bias: forbidden,
      stream: true,
    }),
  );
  const { answers } = await client.ask({ port: server.port, path: "/v1/chat/completions", bodies });
  return answers.map(({ firstByteMs }) => firstByteMs);
}

function checkLength(got: number): void {
  if (got !== tokens) throw new Error(`an answer has ${got} tokens instead of ${tokens}; the comparison is void`);
}

function stopTokens(): number[] {
  const tokenizer = hermes.tokens!;
  return Array.from({ length: tokenizer.vocabularySize }, (_, token) => token).filter(
    (token) => tokenizer.tokenBytes(token) === null,
  );
}
