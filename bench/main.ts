/** `npm run bench`: the memory ceiling, then prefill and decode of each model; one JSON line last. */
import { measureReadCeiling } from "../src/kernels/bench/read-ceiling.ts";
import { MOST_DEFAULT_THREADS } from "../src/kernels/wasm/default-threads.ts";
import { buildPackage } from "./build-package.ts";
import { type BenchCase, listCases } from "./cases.ts";
import type { CheckResult } from "./check-case.ts";
import { runChild } from "./child.ts";
import { describeMachine, type Machine } from "./machine.ts";
import type { CaseResult, MeasureInput } from "./measure-case.ts";

/** Exact arithmetic differs from the reference by the order of float32 sums; int8 costs about 31 dB a layer. */
const LEAST_DECIBELS = { exact: 80, fast: 15 } as const;

/** A loaded model holds at most this many times its weights above an idle Node, where the weights are large. */
const MOST_LOADED = 1.2;
const LARGE_WEIGHTS = 100e6;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

function printMachine(machine: Machine): void {
  print(`${machine.cpu}, ${machine.cores} cores, ${gigabytes(machine.memoryBytes)} memory`);
  print(`Node ${machine.node} (V8 ${machine.v8}), hermes4 ${machine.hermes4}, commit ${machine.commit ?? "unknown"}\n`);
}

/** With one thread, and with as many as the backend takes by default. */
async function measureCeiling(threads: number): Promise<{ oneThread: number; allThreads: number }> {
  const oneThread = await measureReadCeiling(1);
  const allThreads = threads === 1 ? oneThread : await measureReadCeiling(threads);
  print(`memory read: ${gigabytes(oneThread)}/s with 1 thread, ${gigabytes(allThreads)}/s with ${threads}\n`);
  return { oneThread, allThreads };
}

async function measureCase(bench: BenchCase, packageUrl: string, ceiling: number) {
  const { decibels } = await runChild<CheckResult>("./check-case.ts", bench);
  const least = LEAST_DECIBELS[bench.compute];
  if (!(decibels >= least)) {
    throw new Error(`${bench.name} (${bench.compute}) is wrong: ${decibels.toFixed(1)} dB, at least ${least} expected`);
  }
  const result = await runChild<CaseResult>("./measure-case.ts", { ...bench, packageUrl } satisfies MeasureInput);
  const fractionOfCeiling = (result.decodeTokensPerSecond * result.bytesPerToken) / ceiling;
  const loadedOverWeights = result.loadedBytes / result.weightBytes;
  printCase(bench, result, { decibels, fractionOfCeiling, loadedOverWeights });
  return { name: bench.name, compute: bench.compute, decibels, fractionOfCeiling, loadedOverWeights, ...result };
}

interface Derived {
  readonly decibels: number;
  readonly fractionOfCeiling: number;
  readonly loadedOverWeights: number;
}

function printCase(bench: BenchCase, result: CaseResult, derived: Derived): void {
  const rows: [string, string][] = [
    ["logits against the reference", `${derived.decibels.toFixed(1)} dB`],
    ["weights in memory", megabytes(result.weightBytes)],
    [
      "loaded, above an idle Node",
      `${megabytes(result.loadedBytes)} (${derived.loadedOverWeights.toFixed(2)} x weights)`,
    ],
    ["  of these for the weights", megabytes(result.weightLoadBytes)],
    ["peak memory", megabytes(result.peakBytes)],
    ["load", `${result.loadMs.toFixed(0)} ms`],
    ["prefill", `${result.prefillTokensPerSecond.toFixed(0)} tokens/s`],
    ["first token", `${result.firstTokenMs.toFixed(0)} ms`],
    ["decode", `${result.decodeTokensPerSecond.toFixed(1)} tokens/s`],
    ["one token, median and p95", `${result.medianMs.toFixed(2)} ms, ${result.p95Ms.toFixed(2)} ms`],
    ["of the memory ceiling", `${(100 * derived.fractionOfCeiling).toFixed(0)} %`],
  ];
  print(`${bench.name}, ${bench.compute}`);
  for (const [name, value] of rows) print(`  ${name.padEnd(30)}${value}`);
  print("");
}

const machine = describeMachine();
printMachine(machine);
const memoryBytesPerSecond = await measureCeiling(Math.min(machine.cores, MOST_DEFAULT_THREADS));
const packageUrl = buildPackage();
const { cases, skipped } = listCases();
for (const reason of skipped) print(`skipped ${reason}\n`);
const results: Awaited<ReturnType<typeof measureCase>>[] = [];
for (const bench of cases) results.push(await measureCase(bench, packageUrl, memoryBytesPerSecond.allThreads));
const tooLarge = results.filter(
  ({ compute, weightBytes, loadedOverWeights }) =>
    compute === "exact" && weightBytes >= LARGE_WEIGHTS && loadedOverWeights > MOST_LOADED,
);
for (const { name, loadedOverWeights } of tooLarge) {
  print(`${name} holds ${loadedOverWeights.toFixed(2)} times its weights; the limit is ${MOST_LOADED}\n`);
  process.exitCode = 1;
}
print(JSON.stringify({ machine, memoryBytesPerSecond, results, skipped }));
