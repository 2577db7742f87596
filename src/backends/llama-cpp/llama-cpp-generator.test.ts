import { describe, expect, test } from "vitest";
import type { EngineEvent, GenerateRequest, TokenController } from "../../engine/index.ts";
import { isHermesError } from "../../errors.ts";
import { resolveSampling } from "../../sampling/index.ts";
import { LlamaCppGenerator } from "./llama-cpp-generator.ts";
import type { StepRunner } from "./process/engine-process.ts";
import { ScriptedRunner } from "./test-runner.ts";

const END = 9;
const stopsAtEnd: TokenController = {
  forced: () => [],
  mask: () => null,
  accept: (token) => (token === END ? "stop" : "continue"),
};

const ask = (promptTokens: readonly number[], rest: Partial<GenerateRequest> = {}): GenerateRequest => ({
  promptTokens,
  controller: stopsAtEnd,
  sampling: resolveSampling({ temperature: 0 }),
  ...rest,
});

function generatorOver(runner: StepRunner, restart: () => Promise<StepRunner> = async () => runner, sequences = 1) {
  return new LlamaCppGenerator({ runner, restart, contextLength: 4000, vocabularySize: 10, sequences });
}

async function collect(events: AsyncIterable<EngineEvent>) {
  const list: EngineEvent[] = [];
  for await (const event of events) list.push(event);
  const finish = list.at(-1);
  return {
    cached: list[0]?.type === "admitted" ? list[0].cachedTokens : null,
    tokens: list.flatMap((event) => (event.type === "token" ? [event.token] : [])),
    reason: finish?.type === "finish" ? finish.reason : null,
  };
}

const fed = (runner: ScriptedRunner) => runner.steps.map(({ keep, tokens }) => [keep, ...tokens]);

describe("an answer", () => {
  test("is fed token by token behind its prompt, its last token never", async () => {
    const runner = new ScriptedRunner([5, 6, END]);
    const answer = await collect(generatorOver(runner).generate(ask([1, 2, 3])));
    expect(answer).toEqual({ cached: 0, tokens: [5, 6, END], reason: "stop" });
    expect(fed(runner)).toEqual([
      [0, 1, 2, 3],
      [3, 5],
      [4, 6],
    ]);
  });

  test("is bounded by maxTokens and by the context", async () => {
    const generator = generatorOver(new ScriptedRunner([5]));
    expect(await collect(generator.generate(ask([1], { maxTokens: 3 })))).toMatchObject({ reason: "length" });
    const long = Array.from({ length: 3998 }, () => 1);
    expect((await collect(generator.generate(ask(long)))).tokens).toEqual([5, 5]);
    expect(() => generator.generate(ask([...long, 1, 1]))).toThrow(/leaves no room/);
    expect(() => generator.generate(ask([10]))).toThrow(/token 10/);
  });

  test("a long prompt goes in pieces, and only the last gives logits", async () => {
    const runner = new ScriptedRunner([END]);
    await collect(generatorOver(runner).generate(ask(Array.from({ length: 1100 }, () => 1))));
    expect(runner.steps.map(({ keep, tokens, logits }) => [keep, tokens.length, logits !== null])).toEqual([
      [0, 512, false],
      [512, 512, false],
      [1024, 76, true],
    ]);
  });

  test("forced tokens are fed with the next step, without a draw", async () => {
    const runner = new ScriptedRunner([5, END]);
    let asked = 0;
    const controller = { ...stopsAtEnd, forced: () => (asked++ === 1 ? [7, 8] : []) };
    expect((await collect(generatorOver(runner).generate(ask([1], { controller })))).tokens).toEqual([5, 7, 8, END]);
    expect(fed(runner)).toEqual([
      [0, 1],
      [1, 5, 7, 8],
    ]);
  });
});

describe("what was asked for beside the tokens", () => {
  const eventsOf = async (runner: StepRunner, request: GenerateRequest) => {
    const events: EngineEvent[] = [];
    for await (const event of generatorOver(runner).generate(request)) events.push(event);
    return events;
  };

  test("the progress of a prompt in pieces", async () => {
    const long = Array.from({ length: 1300 }, () => 1);
    const events = await eventsOf(new ScriptedRunner([END]), ask(long, { promptProgress: true }));
    const told = events.flatMap((event) => (event.type === "progress" ? [event.computedTokens] : []));
    expect(told).toEqual([512, 1024, 1300]);
    expect(events.map(({ type }) => type)).toEqual(["admitted", ...Array(3).fill("progress"), "token", "finish"]);
  });

  test("probabilities need all logits, and only they do", async () => {
    const [plain, scored] = [new ScriptedRunner([5, END]), new ScriptedRunner([5, END])];
    await eventsOf(plain, ask([1]));
    const events = await eventsOf(scored, ask([1], { logprobs: 2 }));
    expect(plain.steps.map(({ logits }) => logits === "all")).toEqual([false, false]);
    expect(scored.steps.map(({ logits }) => logits)).toEqual(["all", "all"]);
    const scores = events.flatMap((event) => (event.type === "token" ? [event.score] : []));
    expect(scores.map((score) => [...score!.topTokens])).toEqual([[5], [END]]);
  });
});

describe("what a sequence holds is not computed again", () => {
  test("as far as the next prompt begins with it, but for one token", async () => {
    const runner = new ScriptedRunner([5, END]);
    const generator = generatorOver(runner);
    await collect(generator.generate(ask([1, 2, 3])));
    expect((await collect(generator.generate(ask([1, 2, 3, 5, 4])))).cached).toBe(4);
    expect((await collect(generator.generate(ask([1, 2])))).cached).toBe(1);
    expect((await collect(generator.generate(ask([2])))).cached).toBe(0);
    expect(fed(runner).at(-1)).toEqual([0, 2]);
  });

  test("never across salts", async () => {
    const generator = generatorOver(new ScriptedRunner([END]));
    const cached = async (cacheSalt?: string) =>
      (await collect(generator.generate(ask([1, 2, 3], cacheSalt === undefined ? {} : { cacheSalt })))).cached;
    expect([await cached("a"), await cached("a"), await cached("b"), await cached(), await cached()]).toEqual([
      0, 2, 0, 0, 2,
    ]);
  });

  test("the sequence that holds most is taken", async () => {
    const runner = new ScriptedRunner([END]);
    const generator = generatorOver(runner, undefined, 2);
    await Promise.all(
      [
        [1, 1, 1],
        [2, 2, 2],
      ].map((prompt) => collect(generator.generate(ask(prompt)))),
    );
    expect((await collect(generator.generate(ask([2, 2, 2, 3])))).cached).toBe(3);
    expect((await collect(generator.generate(ask([1, 1, 1, 3])))).cached).toBe(3);
  });
});

describe("many at a time", () => {
  test("wait for each other in order where there is one sequence", async () => {
    const runner = new ScriptedRunner([END]);
    const generator = generatorOver(runner);
    const answers = [1, 2, 3, 4].map((token) => collect(generator.generate(ask([token]))));
    expect((await Promise.all(answers)).map(({ reason }) => reason)).toEqual(["stop", "stop", "stop", "stop"]);
    expect(fed(runner)).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
      [0, 4],
    ]);
  });

  test("one that leaves while it waits costs no step", async () => {
    const runner = new ScriptedRunner([END]);
    const generator = generatorOver(runner);
    const abort = new AbortController();
    const first = collect(generator.generate(ask([1])));
    const second = collect(generator.generate(ask([2], { signal: abort.signal })));
    abort.abort();
    expect([(await first).reason, (await second).reason]).toEqual(["stop", "cancelled"]);
    expect(fed(runner)).toEqual([[0, 1]]);
  });
});

describe("a signal", () => {
  test("ends the answer at once, though a step runs for ever", async () => {
    const stuck: StepRunner = {
      facts: { contextLength: 4096, gpu: false },
      death: null,
      step: () => new Promise(() => {}),
      kill: async () => {},
    };
    const abort = new AbortController();
    const answer = collect(generatorOver(stuck).generate(ask([1], { signal: abort.signal })));
    setTimeout(() => abort.abort(), 5);
    expect(await answer).toMatchObject({ tokens: [], reason: "cancelled" });
  });
});

describe("a crash", () => {
  test("fails what runs; the next answer starts another engine and reuses nothing", async () => {
    const runners = [new ScriptedRunner([5, END]), new ScriptedRunner([6, END])];
    const generator = generatorOver(runners[0]!, async () => runners[1]!);
    await collect(generator.generate(ask([1, 2, 3])));
    const death = runners[0]!.crash();
    expect((await collect(generator.generate(ask([1, 2, 3])))).tokens).toEqual([6, END]);
    expect(fed(runners[1]!)[0]).toEqual([0, 1, 2, 3]);
    expect(death.code).toBe("engine-crashed");
  });

  test("in the middle of an answer is what its reader gets", async () => {
    const runner = new ScriptedRunner([5]);
    const generator = generatorOver(runner, async () => new ScriptedRunner([END]));
    const reading = (async () => {
      for await (const event of generator.generate(ask([1]))) if (event.type === "token") runner.crash();
    })();
    await expect(reading).rejects.toSatisfy((error) => isHermesError(error, "engine-crashed"));
    expect((await collect(generator.generate(ask([1])))).tokens).toEqual([END]);
  });

  test("an engine that does not start again fails each request, and is tried again", async () => {
    const runner = new ScriptedRunner([END]);
    let starts = 0;
    const generator = generatorOver(runner, async () => {
      if (++starts === 1) throw runner.death;
      return new ScriptedRunner([END]);
    });
    runner.crash();
    await expect(collect(generator.generate(ask([1])))).rejects.toSatisfy((e) => isHermesError(e, "engine-crashed"));
    expect((await collect(generator.generate(ask([1])))).tokens).toEqual([END]);
    expect(starts).toBe(2);
  });
});

test("disposing cancels what runs, ends the engine and refuses more", async () => {
  const runner = new ScriptedRunner([5]);
  const generator = generatorOver(runner);
  const answer = collect(generator.generate(ask([1])));
  await generator.dispose();
  await generator.dispose();
  expect((await answer).reason).toBe("cancelled");
  expect(runner.alive).toBe(false);
  expect(() => generator.generate(ask([1]))).toThrow(/disposed/);
});
