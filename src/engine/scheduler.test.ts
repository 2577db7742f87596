import { describe, expect, test } from "vitest";
import { isHermesError } from "../errors.ts";
import { BlockManager } from "./blocks/block-manager.ts";
import type { GenerateRequest } from "./contract.ts";
import { DEFAULT_LIMITS, type EngineLimits, resolveLimits } from "./limits.ts";
import { Scheduler, type StepPart } from "./scheduler.ts";
import { Sequence } from "./sequence.ts";
import { Drafter } from "./speculation/drafter.ts";
import { collect, free, prompt, request } from "./testing/answers.ts";

interface Setup extends Partial<EngineLimits> {
  readonly blocks?: number;
  readonly guesses?: boolean;
}

/** A scheduler over blocks of four tokens, with steps that "compute" by drawing one fixed token. */
function setUp({ blocks = 100, guesses = false, ...given }: Setup = {}) {
  const manager = new BlockManager(blocks, 4);
  const limits: EngineLimits = { stepTokens: 32, prefillChunk: 8, runningSequences: 64, ...given };
  const scheduler = new Scheduler(manager, { limits, maxStepTokens: 40, fairChance: () => (guesses ? 0.5 : null) });
  const add = (length: number, fields: Partial<GenerateRequest> = {}): Sequence => {
    const bounds = { answerTokens: fields.maxTokens ?? 50, vocabularySize: 50 };
    const drafter = new Drafter({ vocabularySize: 50 });
    const sequence = new Sequence(request({ promptTokens: prompt(length, length), ...fields }), bounds, drafter);
    scheduler.add(sequence);
    return sequence;
  };
  const draw = (): Float32Array => Float32Array.from({ length: 50 }, (_, id) => (id === 7 ? 1 : 0));
  const compute = (parts: readonly StepPart[]): void => {
    for (const { sequence, tokens } of parts) {
      const known = sequence.table.computed + tokens;
      if (known === sequence.tokens.length) sequence.appendDrawn([], draw);
      manager.advance(sequence.table, sequence.tokens, known);
    }
  };
  /** Plans and computes; tells each part as [sequence, tokens]. */
  const step = (): (readonly [Sequence, number])[] => {
    const parts = scheduler.plan();
    compute(parts);
    return parts.map(({ sequence, tokens }) => [sequence, tokens] as const);
  };
  return { manager, scheduler, add, step };
}

describe("a step", () => {
  test("prompts alone fill it in the order of their arrival", () => {
    const { add, step } = setUp();
    const [first, second, third] = [add(20), add(20), add(5)];
    expect(step()).toEqual([
      [first, 20],
      [second, 12],
    ]);
    expect(step()).toEqual([
      [first, 1],
      [second, 8],
    ]);
    expect(step()).toEqual([
      [first, 1],
      [second, 1],
      [third, 5],
    ]);
  });

  test("the last prompt's rest and the next one's beginning share a chunk", () => {
    const { add, step } = setUp();
    const stream = add(3);
    step();
    const [first, second] = [add(10), add(11)];
    expect([step(), step()]).toEqual([
      [
        [stream, 1],
        [first, 8],
      ],
      [
        [stream, 1],
        [first, 2],
        [second, 6],
      ],
    ]);
  });

  test("never has more sequences than may run", () => {
    const { add, step, scheduler } = setUp({ runningSequences: 2 });
    const [first, second] = [add(3), add(3), add(3)];
    expect([step(), step()].map((parts) => parts.map(([sequence]) => sequence))).toEqual([
      [first, second],
      [first, second],
    ]);
    expect(scheduler.counts).toMatchObject({ running: 2, waiting: 1 });
  });

  test("a long run of forced tokens takes turns with prompts, not with other answers", () => {
    let forced: number[] = [];
    const { add, step } = setUp();
    const pushed = add(3, { controller: { ...free, forced: () => forced.splice(0) } });
    const other = add(4);
    step();
    const late = add(6);
    forced = Array.from({ length: 20 }, () => 1);
    expect([step(), step(), step(), step()]).toEqual([
      [
        [pushed, 1],
        [other, 1],
        [late, 6],
      ],
      [
        [pushed, 9],
        [other, 1],
        [late, 1],
      ],
      [
        [pushed, 9],
        [other, 1],
        [late, 1],
      ],
      [
        [pushed, 3],
        [other, 1],
        [late, 1],
      ],
    ]);
  });

  test("guesses come last, within the step and what the answer may still have", () => {
    const { add, scheduler, step } = setUp({ guesses: true });
    const repetitive = { promptTokens: [1, 7, 2, 3, 1], maxTokens: 4 };
    add(5, repetitive);
    add(5, { ...repetitive, maxTokens: 50 });
    step();
    expect(scheduler.plan().map(({ tokens, draft }) => [tokens, ...draft])).toEqual([
      [1, 2, 3],
      [1, 2, 3, 1],
    ]);
  });
});

describe("blocks", () => {
  test("a newcomer waits until all of its prompt and one token have room", () => {
    const { add, step, scheduler } = setUp({ blocks: 5 });
    const first = add(7, { maxTokens: 2 });
    const second = add(12);
    step();
    expect(scheduler.counts).toMatchObject({ running: 1, waiting: 1 });
    step();
    expect(first.status).toBe("finished");
    expect(step()).toEqual([[second, 12]]);
  });

  test("the latest admitted gives way, and comes back first with all it had", () => {
    const { add, step, scheduler, manager } = setUp({ blocks: 6 });
    const [first, second, third] = [add(7, { maxTokens: 9 }), add(9, { maxTokens: 9 }), add(3)];
    step();
    expect(manager.pool.available).toBe(0);
    expect(scheduler.counts).toMatchObject({ running: 3, waiting: 0 });
    step();
    expect(step().map(([sequence]) => sequence)).toEqual([first, second]);
    expect([third.status, third.table.blocks]).toEqual(["waiting", []]);
    const late = add(1);
    while (first.status !== "finished") step();
    while (second.status !== "finished") step();
    expect(scheduler.plan().map(({ sequence }) => sequence)).toEqual([third, late]);
    expect(third.answerLength).toBeGreaterThan(0);
  });

  test("a sequence that cannot fit even alone is told so", async () => {
    const { add, step } = setUp({ blocks: 2 });
    const outcome = collect(add(9).channel);
    const small = add(3);
    expect(step()).toEqual([]);
    expect(step()).toEqual([[small, 3]]);
    await expect(outcome).rejects.toSatisfy((error) => isHermesError(error, "context-exceeded"));
  });

  test("guesses never take another's", () => {
    const { add, step, scheduler } = setUp({ blocks: 4, guesses: true });
    add(6, { promptTokens: [1, 7, 2, 3, 1, 4] });
    add(6, { promptTokens: [2, 7, 2, 3, 1, 5] });
    step();
    expect(scheduler.plan().map(({ draft }) => draft.length)).toEqual([0, 0]);
    expect(scheduler.counts.preemptions).toBe(0);
  });
});

describe("limits", () => {
  test("have defaults and never exceed the model's step", () => {
    expect(resolveLimits({}, 512)).toEqual(DEFAULT_LIMITS);
    expect(resolveLimits({ prefillChunk: 5 }, 32)).toEqual({ stepTokens: 32, prefillChunk: 5, runningSequences: 32 });
  });

  test.each([0, -1, 1.5, Number.NaN])("%d is none", (stepTokens) => {
    expect(() => resolveLimits({ stepTokens }, 32)).toThrowError(
      expect.toSatisfy((error) => isHermesError(error, "usage")),
    );
  });
});
