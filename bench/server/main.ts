/** `npm run bench:server`: what the server costs beside the engine, and how many events it can write; one JSON line last. */
import { fileURLToPath } from "node:url";
import { runChild } from "../child.ts";
import { describeMachine, printMachine } from "../machine.ts";
import type { EventsInput, EventsResult } from "./events-case.ts";
import type { OverheadInput, OverheadResult } from "./overhead-case.ts";
import { ensureTextShape } from "./text-shape.ts";

/** A server may cost this share of the time the bare engine takes, at most. */
const MOST_OVERHEAD = 0.03;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;

async function measureOverhead(name: string, input: OverheadInput): Promise<OverheadResult> {
  const result = await runChild<OverheadResult>("./server/overhead-case.ts", input);
  const { bareMs, servedMs, overhead, cpuOverhead, microsecondsPerToken } = result;
  print(`${name}, ${input.streams} streams of ${input.tokens} tokens, median of ${input.rounds} rounds`);
  const { bareRate, servedRate, decodeOverhead } = result;
  if (bareRate !== null && servedRate !== null && decodeOverhead !== null) {
    print(`  decode, bare and served     ${bareRate.toFixed(0)}, ${servedRate.toFixed(0)} tokens/s`);
    print(`  overhead in decode          ${percent(decodeOverhead)}`);
  }
  print(`  whole rounds                ${milliseconds(bareMs)}, ${milliseconds(servedMs)}`);
  print(`  overhead of whole rounds    ${percent(overhead)}, ${microsecondsPerToken.toFixed(0)} us a token`);
  print(`  overhead in processor time  ${percent(cpuOverhead)}, the client left out`);
  print(`  first byte p50, p95         ${milliseconds(result.firstByteMs)}, ${milliseconds(result.firstByteP95Ms)}\n`);
  return result;
}

async function measureEvents(input: EventsInput): Promise<EventsResult> {
  const result = await runChild<EventsResult>("./server/events-case.ts", input);
  print(`scripted engine, ${input.streams} streams of ${input.tokens} tokens`);
  print(
    `  tokens, bytes a second      ${Math.round(result.tokensPerSecond)}, ${result.megabytesPerSecond.toFixed(1)} MB`,
  );
  print(`  processor time a token      ${result.cpuMicrosecondsPerToken.toFixed(1)} us`);
  print(`  first byte p50, p95         ${milliseconds(result.firstByteMs)}, ${milliseconds(result.firstByteP95Ms)}\n`);
  return result;
}

const machine = describeMachine();
printMachine(machine);
const nano = fileURLToPath(new URL("../../models/nano", import.meta.url));
const shape = await measureOverhead("100M shape", {
  folder: ensureTextShape(),
  streams: 8,
  tokens: 256,
  rounds: 9,
});
const single = await measureOverhead("nano, one request", { folder: nano, streams: 1, tokens: 1, rounds: 101 });
const events = await measureEvents({ streams: 256, tokens: 400, rounds: 5 });
print(
  `overhead in decode of the 100M shape: ${percent(shape.decodeOverhead!)} (aim: at most ${percent(MOST_OVERHEAD)})`,
);
print(JSON.stringify({ machine, shape, single, events }));
