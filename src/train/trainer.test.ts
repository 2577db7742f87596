import { describe, expect, test } from "vitest";
import { initialiseWeights } from "./initialise.ts";
import { modelPresets } from "./model-config.ts";
import { createRandomSource } from "./random.ts";
import { IGNORED, joinSamples, type PackedRow } from "./row.ts";
import { createSchedule, learningRate } from "./schedule.ts";
import { Trainer } from "./trainer.ts";

const config = { ...modelPresets.tiny!, vocabularySize: 40 };
const rowLength = 48;

/** Rows of two samples each; every sample repeats a short random pattern, so there is something to learn. */
function makeRows(count: number, seed: number): PackedRow[] {
  const random = createRandomSource(seed);
  return Array.from({ length: count }, () =>
    joinSamples(
      [24, 20].map((length) => {
        const pattern = Array.from({ length: 4 }, () => Math.floor(random.uniform() * config.vocabularySize));
        const tokens = Int32Array.from({ length }, (_, i) => pattern[i % 4]!);
        return { tokens, labels: tokens.map((token, i) => (i < 4 ? IGNORED : token)), kind: "pattern" };
      }),
    ),
  );
}

async function createStarted(threads: number, wide = true): Promise<Trainer> {
  const trainer = await Trainer.create({ config, threads, rowLength, wide });
  const weights = new Float32Array(trainer.parameters.count);
  initialiseWeights(weights, trainer.parameters, 1);
  trainer.restore({ weights });
  return trainer;
}

async function train(trainer: Trainer, steps: number): Promise<number[]> {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) losses.push((await trainer.step(makeRows(4, step), step, 3e-3)).loss);
  return losses;
}

describe("trainer", () => {
  test("replicas hold the same bits after steps, and as many threads learn what one thread learns", async () => {
    const [one, two] = [await createStarted(1), await createStarted(2)];
    const [alone, together] = [await train(one, 4), await train(two, 4)];
    together.forEach((loss, step) => {
      expect(loss).toBeCloseTo(alone[step]!, 4);
    });
    for (const array of ["weights", "means", "variances"] as const) {
      const [first, second] = [0, 1].map((replica) => two.state(replica)[array].slice());
      expect(Buffer.from(second!.buffer).equals(Buffer.from(first!.buffer)), array).toBe(true);
    }
    await Promise.all([one.dispose(), two.dispose()]);
  });

  test("the same seed gives the same losses to the bit", async () => {
    const [first, second] = [await createStarted(2), await createStarted(2)];
    expect(await train(first, 5)).toEqual(await train(second, 5));
    await Promise.all([first.dispose(), second.dispose()]);
  });

  test("learns eight samples by heart", async () => {
    const trainer = await createStarted(2);
    const rows = makeRows(4, 77);
    const schedule = createSchedule(5e-3, 150);
    for (let step = 0; step < 150; step++) await trainer.step(rows, step, learningRate(schedule, step));
    const samples = await trainer.evaluate(rows);
    expect(samples).toHaveLength(8);
    expect(Math.max(...samples.map(({ loss, tokens }) => loss / tokens))).toBeLessThan(0.05);
    await trainer.dispose();
  });

  test("refuses batches without trained tokens, ids outside the vocabulary, long rows, and sizes the kernels cannot run", async () => {
    const trainer = await createStarted(1);
    const tokens = new Int32Array(5);
    const row = joinSamples([{ tokens, labels: tokens.map(() => IGNORED), kind: "none" }]);
    await expect(trainer.step([row], 0, 1e-3)).rejects.toThrow(/without any trained token/);
    const outside = { ...row, tokens: Int32Array.of(1, 40, 2, 3, 4) };
    await expect(trainer.evaluate([outside])).rejects.toThrow(/the id 40; .* below 40/);
    const long = joinSamples([{ tokens: new Int32Array(49), labels: new Int32Array(49), kind: "long" }]);
    await expect(trainer.step([long], 0, 1e-3)).rejects.toThrow(/49 tokens; expected at most 48/);
    await trainer.dispose();
    const odd = { ...config, hiddenSize: 30, headDim: 12 };
    await expect(Trainer.create({ config: odd, threads: 1, rowLength })).rejects.toThrow(/hiddenSize 30.*headDim 12/);
  });
});
