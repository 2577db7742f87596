/** A process of its own: how many events a second the server writes when its engine costs nothing. */
import { median, quantile } from "../../src/measure/index.ts";
import { childInput, sendResult } from "../child.ts";
import { Client } from "./ask-client.ts";
import type { RoundResult } from "./client.ts";
import { createScriptedModel } from "./scripted-model.ts";
import { startQuietServer } from "./start-quiet-server.ts";

export interface EventsInput {
  readonly streams: number;
  readonly tokens: number;
  readonly rounds: number;
}

export interface EventsResult {
  readonly tokensPerSecond: number;
  readonly megabytesPerSecond: number;
  /** Processor time of the server for one token of one stream. */
  readonly cpuMicrosecondsPerToken: number;
  readonly firstByteMs: number;
  readonly firstByteP95Ms: number;
}

const { streams, tokens, rounds } = childInput<EventsInput>();
const limits = { runningRequests: streams, requestsPerKey: streams };
const server = await startQuietServer(createScriptedModel(tokens), { limits });
const client = new Client();
const messages = [{ role: "user", content: "Hello" }];
const bodies = Array.from({ length: streams }, () => JSON.stringify({ model: "scripted", messages, stream: true }));
const results: (RoundResult & { readonly cpuMicroseconds: number })[] = [];
for (let round = -1; round < rounds; round++) {
  const cpu = process.cpuUsage();
  const { elapsedMs, answers } = await client.ask({ port: server.port, path: "/v1/chat/completions", bodies });
  const { user, system } = process.cpuUsage(cpu);
  if (round >= 0) results.push({ elapsedMs, answers, cpuMicroseconds: user + system });
}
client.end();
await server.stop();

const firstBytes = results.flatMap(({ answers }) => answers.map(({ firstByteMs }) => firstByteMs));
const bytesOf = ({ answers }: RoundResult) => answers.reduce((sum, { bytes }) => sum + bytes, 0);
await sendResult({
  tokensPerSecond: median(results.map(({ elapsedMs }) => (1000 * streams * tokens) / elapsedMs)),
  megabytesPerSecond: median(results.map((result) => bytesOf(result) / 1e3 / result.elapsedMs)),
  cpuMicrosecondsPerToken: median(results.map(({ cpuMicroseconds }) => cpuMicroseconds / (streams * tokens))),
  firstByteMs: median(firstBytes),
  firstByteP95Ms: quantile(firstBytes, 0.95),
} satisfies EventsResult);
