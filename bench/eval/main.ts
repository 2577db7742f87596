/**
 * `npm run bench:eval`: what share of the time a run keeps an endpoint busy that answers so many requests at once, and what a sample costs the
 * processor; one JSON line last.
 */
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { environments } from "../../src/environments/index.ts";
import { createRunConfig, type EvaluationPlan, evaluate, RunFolder, selectItems } from "../../src/evaluate/index.ts";
import { Hermes } from "../../src/hermes.ts";
import { describeMachine, printMachine } from "../machine.ts";
import type { BusyTime, EndpointInput } from "./endpoint.ts";

const CONCURRENCY = 64;
/** The endpoint should be busy for this share of the time, at least. */
const LEAST_BUSY = 0.98;
/** Of each item; together some half a minute. */
const SAMPLES = 6;
const endpoint: EndpointInput = { fewest: 20, most: 80, msPerToken: 20 };

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

interface ScriptedProcess {
  readonly url: string;
  /** Ends it. */
  stop(): Promise<readonly BusyTime[]>;
}

async function startEndpoint(): Promise<ScriptedProcess> {
  const child = fork(fileURLToPath(new URL("./endpoint.ts", import.meta.url)), [JSON.stringify(endpoint)]);
  const next = <Message>() =>
    new Promise<Message>((resolve) => child.once("message", (message) => resolve(message as Message)));
  const { port } = await next<{ port: number }>();
  return {
    url: `http://127.0.0.1:${port}/v1`,
    async stop() {
      const answer = next<{ times: readonly BusyTime[] }>();
      child.send("stop");
      return (await answer).times;
    },
  };
}

/** Sums of real size, scored by their real scorer. */
async function createPlan(): Promise<EvaluationPlan> {
  const environment = environments.find(({ id }) => id === "arithmetic")!;
  const items = await selectItems(environment, { endless: true, limit: 50 });
  const { id, version, defaults } = environment;
  const config = { id, version, sampling: defaults, samples: SAMPLES, limit: 50, data: [] };
  return { tasks: [{ environment, items, config, overrides: {} }], modes: ["plain"], seed: 1 };
}

async function measure(url: string, plan: EvaluationPlan, path: string): Promise<void> {
  const model = await Hermes.load({ model: url, remote: { retry: { retries: 0 } } });
  const parts = { hermes: "bench", model: "scripted", endpoint: url, judge: null, settings: {}, seed: plan.seed };
  const config = createRunConfig({ ...parts, modes: plan.modes, tasks: plan.tasks.map((task) => task.config) });
  const folder = await RunFolder.open(path, config);
  try {
    await evaluate(plan, {
      ...{ config, folder, model, services: {}, concurrency: CONCURRENCY, scoringConcurrency: 8 },
      ...{ onError: "stop", missing: "refuse", passAtK: [1] },
    });
  } finally {
    await folder.close();
    await model.dispose();
  }
}

/**
 * Share of the slots' time that was used, from the moment when all were taken to the last question: before and behind there is
 * too little to ask for. The endpoint's own clock.
 */
function busyShare(times: readonly BusyTime[]): number {
  const starts = times.map(({ start }) => start).sort((left, right) => left - right);
  const [from, to] = [starts[CONCURRENCY - 1]!, starts.at(-1)!];
  const used = times.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)), 0);
  return used / (CONCURRENCY * (to - from));
}

const machine = describeMachine();
printMachine(machine);
const plan = await createPlan();
const path = mkdtempSync(join(tmpdir(), "hermes-bench-eval-"));
const scripted = await startEndpoint();
const before = { ms: performance.now(), cpu: process.cpuUsage() };
await measure(scripted.url, plan, path);
const seconds = (performance.now() - before.ms) / 1000;
const { user, system } = process.cpuUsage(before.cpu);
const times = await scripted.stop();
rmSync(path, { recursive: true });
const busy = busyShare(times);
const tokens = (endpoint.fewest + endpoint.most) / 2;
const cpuMsPerSample = (user + system) / 1000 / times.length;
print(`${times.length} samples of about ${tokens} tokens, ${CONCURRENCY} at once, ${endpoint.msPerToken} ms a token`);
print(`  samples a second            ${(times.length / seconds).toFixed(1)}, in ${seconds.toFixed(1)} s`);
print(`  processor time a sample     ${cpuMsPerSample.toFixed(2)} ms, its stream read, scored and written`);
print(`  the endpoint is busy        ${percent(busy)} of the time (aim: at least ${percent(LEAST_BUSY)})`);
print(
  JSON.stringify({ machine, samples: times.length, concurrency: CONCURRENCY, endpoint, seconds, busy, cpuMsPerSample }),
);
process.exitCode = busy >= LEAST_BUSY ? 0 : 1;
