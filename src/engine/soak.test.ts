import { getEventListeners } from "node:events";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { createRandom, resolveSampling } from "../sampling/index.ts";
import { Engine } from "./engine.ts";
import { greedy, plainAnswer, prompt, request } from "./testing/answers.ts";
import { createToyModel, type ToyModel } from "./testing/toy-model.ts";

const REQUESTS = 3000;
const AT_ONCE = 12;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

interface Ask {
  readonly seed: number;
  readonly promptTokens: readonly number[];
  readonly maxTokens: number;
  readonly salt: string | null;
  /** How it ends: by itself, by its signal, by a reader who leaves; the latter two after so many tokens. */
  readonly end: "itself" | "signal" | "leave";
  readonly after: number;
}

const samplingOf = ({ seed }: Ask) =>
  seed % 2 === 0 ? greedy : resolveSampling({ seed, temperature: 1, repetitionPenalty: 1.1 });

/** Runs one request to its end and gives the tokens that were read. */
async function perform(engine: Engine, ask: Ask): Promise<number[]> {
  const abort = new AbortController();
  const { promptTokens, maxTokens, salt, end, after } = ask;
  const tokens: number[] = [];
  if (end === "signal" && after === 0) queueMicrotask(() => abort.abort());
  const events = engine.generate(
    request({
      promptTokens,
      maxTokens,
      sampling: samplingOf(ask),
      signal: abort.signal,
      ...(salt === null ? {} : { cacheSalt: salt }),
    }),
  );
  for await (const event of events) {
    if (event.type === "token") tokens.push(event.token);
    if (end === "signal" && tokens.length >= after) abort.abort();
    if (end === "leave" && tokens.length >= after) break;
  }
  // Whoever leaves does not wait for the step that runs.
  for (let turn = 0; end === "leave" && turn < 10; turn++) await setImmediate();
  expect(getEventListeners(abort.signal, "abort")).toEqual([]);
  return tokens;
}

function createAsks(model: ToyModel): Ask[] {
  const random = createRandom(2026);
  const below = (limit: number): number => Math.floor(random.next() * limit);
  return Array.from({ length: REQUESTS }, (_, seed) => {
    const shared = prompt(4 * below(6), 1 + below(4));
    const promptTokens = [...shared, ...prompt(1 + below(10), 1 + below(40))];
    return {
      seed,
      promptTokens,
      maxTokens: 1 + below(Math.min(20, model.contextLength - promptTokens.length)),
      salt: [null, null, "a", "b"][below(4)]!,
      end: (["itself", "itself", "signal", "leave"] as const)[below(4)]!,
      after: below(8),
    };
  });
}

test(`${REQUESTS} short requests with cancellations in a tiny cache leave nothing behind`, async () => {
  const model = createToyModel({ blocks: 26, blockTokens: 4, contextLength: 48, maxStepTokens: 48, habit: 3 });
  const engine = new Engine(model, { prefillChunk: 8, speculation: "on" });
  const asks = createAsks(model);
  const heap: number[] = [];
  let next = 0;
  let checked = 0;
  const worker = async (): Promise<void> => {
    for (let ask = asks[next++]; ask !== undefined; ask = asks[next++]) {
      const tokens = await perform(engine, ask);
      model.steps.length = 0;
      if (ask.seed % 1000 === 999) heap.push(heapAfterCollection());
      if (ask.seed % 10 !== 0) continue;
      const plain = await plainAnswer(ask.promptTokens, ask.maxTokens, samplingOf(ask), { habit: 3 });
      expect(tokens).toEqual(plain.slice(0, ask.end === "itself" ? undefined : tokens.length));
      checked++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));

  const { running, waiting, blocksUsed, blocksFree, blocksCached, preemptions, cachedTokens, acceptedTokens } =
    engine.stats();
  expect({ running, waiting, blocksUsed }).toEqual({ running: 0, waiting: 0, blocksUsed: 0 });
  expect(blocksFree + blocksCached).toBe(26);
  expect([checked, preemptions > 100, cachedTokens > 5000, acceptedTokens > 100]).toEqual([300, true, true, true]);

  // After a quarter of the requests all code is compiled; what the others leave behind is noise.
  expect(heap.at(-1)! - heap[0]!).toBeLessThan(2 ** 20);
});

function heapAfterCollection(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
