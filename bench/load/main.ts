/**
 * `npm run load:server [-- --seconds N --streams N]`: holds many streams on the embedded model for a while, among them clients that
 * leave, read slowly or send nonsense, and checks that every answer is its own, that nothing grows and that all is free at the end.
 */
import { parseArgs } from "node:util";
import { quantile } from "../../src/measure/index.ts";
import { createRandom } from "../../src/sampling/index.ts";
import { describeMachine, printMachine } from "../machine.ts";
import { makeQuestions } from "./questions.ts";
import { ServedProcess } from "./served-process.ts";
import type { ServerState } from "./server-process.ts";
import { type Visit, type VisitKind, visit } from "./visits.ts";

/** Above the state after warming up, the heap may hold this much more at the end: code, histograms, what the collector leaves. */
const MOST_GROWTH_BYTES = 12e6;
const SAMPLES = 8;

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "180" }, streams: { type: "string", default: "64" } },
});
const seconds = Number(values.seconds);
const streams = Number(values.streams);

const machine = describeMachine();
printMachine(machine);
const questions = await makeQuestions(40);
const server = await ServedProcess.start();
const url = `http://127.0.0.1:${server.port}/v1/chat/completions`;
const random = createRandom(1);
const visits: Visit[] = [];
const states: ServerState[] = [];
let until = performance.now() + 1000 * Math.min(20, seconds / 4);

await Promise.all(Array.from({ length: streams }, () => keepVisiting()));
visits.length = 0;
until = performance.now() + 1000 * seconds;
const sampling = setInterval(async () => states.push(await server.state()), (1000 * seconds) / SAMPLES);
states.push(await server.state());
await Promise.all(Array.from({ length: streams }, () => keepVisiting()));
clearInterval(sampling);
await new Promise((resolve) => setTimeout(resolve, 1000));
const last = await server.state();
const died = !server.alive;
await server.stop();
process.exitCode = report() ? 0 : 1;

async function keepVisiting(): Promise<void> {
  while (performance.now() < until) {
    const question = questions[Math.floor(random.next() * questions.length)]!;
    visits.push(await visit(url, chooseKind(random.next()), question, () => random.next()));
  }
}

function chooseKind(chance: number): VisitKind {
  if (chance < 0.1) return "malformed";
  if (chance < 0.25) return "aborted";
  return chance < 0.35 ? "slow" : "whole";
}

function report(): boolean {
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const faults = visits.filter(({ fault }) => fault !== null);
  const firstTokens = visits.map(({ firstTokenMs }) => firstTokenMs).filter((value) => value !== null);
  const tokens = visits.reduce((sum, visit) => sum + visit.tokens, 0);
  const growth = last.heapBytes - states[0]!.heapBytes;
  const kinds = Object.fromEntries(
    ["whole", "slow", "aborted", "malformed"].map((kind) => [
      kind,
      visits.filter((visit) => visit.kind === kind).length,
    ]),
  );
  const p95 = quantile(firstTokens, 0.95);
  print(`${streams} streams for ${seconds} s: ${visits.length} visits ${JSON.stringify(kinds)}`);
  print(`  tokens a second             ${Math.round(tokens / seconds)}`);
  print(`  first token p50, p95        ${quantile(firstTokens, 0.5).toFixed(0)}, ${p95.toFixed(0)} ms`);
  print(`  heap                        ${states.map(({ heapBytes }) => (heapBytes / 1e6).toFixed(1)).join(" ")} MB`);
  print(
    `  resident                    ${states.map(({ residentBytes }) => (residentBytes / 1e6).toFixed(0)).join(" ")} MB`,
  );
  print(`  at the end                  ${JSON.stringify(last)}`);
  print(`  faults                      ${faults.length}`);
  for (const { kind, fault } of faults.slice(0, 10)) print(`    ${kind}: ${fault}`);
  const free = last.running === 0 && last.waiting === 0 && last.blocksUsed === 0;
  const sound = !died && faults.length === 0 && free && growth < MOST_GROWTH_BYTES;
  print(
    JSON.stringify({
      machine,
      streams,
      seconds,
      visits: visits.length,
      kinds,
      faults: faults.length,
      p95,
      growth,
      free,
      sound,
    }),
  );
  return sound;
}
