/** `npm run bench`: prefill, decode and memory of nano and of the 100 M shape, checked against the reference first; one JSON line last. */
import { renderBenchJson, renderBenchTable } from "../src/cli/bench-report.ts";
import { buildPackage } from "./build-package.ts";
import { type BenchCase, listCases } from "./cases.ts";
import type { CheckResult } from "./check-case.ts";
import { runChild } from "./child.ts";
import { describeMachine, printMachine } from "./machine.ts";
import type { CaseResult, MeasureInput } from "./measure-case.ts";
import { memoryOverNeeded } from "./memory.ts";

/** Exact arithmetic differs from the reference by the order of float32 sums; int8 costs about 31 dB a layer. */
const LEAST_DECIBELS = { exact: 80, fast: 15 } as const;

/**
 * Above an idle Node a loaded model holds at most this many times its weights, and what does not grow with them: our code, the
 * model's thread, the compiled kernels and one more thread (measured: 66 MB with two).
 */
const MOST_LOADED = 1.1;
const FIXED_BYTES = 80e6;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function measureCase(bench: BenchCase, packageUrl: string) {
  const { name, folder, compute } = bench;
  const { decibels } = await runChild<CheckResult>("./check-case.ts", bench);
  const least = LEAST_DECIBELS[compute];
  if (!(decibels >= least)) {
    throw new Error(`${name} (${compute}) is wrong: ${decibels.toFixed(1)} dB, at least ${least} expected`);
  }
  const input: MeasureInput = { folder, compute, packageUrl };
  const result = await runChild<CaseResult>("./measure-case.ts", input);
  const memory = memoryOverNeeded(result);
  const loaded = (result.loadedMemoryBytes - result.idleBytes) / result.weightBytes;
  process.stdout.write(renderBenchTable(name, result));
  print(
    `  above an idle Node          ${memory.toFixed(2)} x weights and cache; when loaded ${loaded.toFixed(2)} x weights`,
  );
  print(`  logits                      ${decibels.toFixed(1)} dB from the reference\n`);
  const tooLarge = loaded * result.weightBytes > MOST_LOADED * result.weightBytes + FIXED_BYTES;
  return {
    ...renderBenchJson(name, result),
    decibels,
    memory_over_needed: memory,
    loaded_over_weights: loaded,
    tooLarge,
  };
}

const machine = describeMachine();
printMachine(machine);
const packageUrl = buildPackage();
const { cases, skipped } = listCases();
for (const reason of skipped) print(`skipped ${reason}\n`);
const results: Awaited<ReturnType<typeof measureCase>>[] = [];
for (const bench of cases) results.push(await measureCase(bench, packageUrl));
for (const { model, loaded_over_weights } of results.filter(({ tooLarge }) => tooLarge)) {
  const limit = `${MOST_LOADED} times and ${FIXED_BYTES / 1e6} MB`;
  print(`${model} holds ${loaded_over_weights.toFixed(2)} times its weights when loaded; the limit is ${limit}\n`);
  process.exitCode = 1;
}
print(JSON.stringify({ machine, results, skipped }));
