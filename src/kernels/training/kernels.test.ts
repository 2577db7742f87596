import { beforeAll, describe, expect, test } from "vitest";
import { compileTrainingKernels, createTrainingKernels, type TrainingKernels } from "./index.ts";
import { createReferenceTrainingKernels } from "./reference.ts";

/** The first 64 kB hold constants of the compiled module. Heap regions of 4,096 floats each; the last is the scratch. */
const REGION_FLOATS = 4096;
const FIRST_REGION = 65_536;
const region = (index: number): number => FIRST_REGION + index * REGION_FLOATS * 4;
const SCRATCH = region(8);
const SLOTS = SCRATCH / 4 + 700_000;

const [A, B, C, D, E] = [0, 1, 2, 3, 4].map(region) as [number, number, number, number, number];

interface Case {
  readonly name: string;
  /** Whole numbers to store before the run. */
  readonly integers?: { readonly address: number; readonly values: readonly number[] };
  /** Magnitude of the random inputs; default 1. */
  readonly magnitude?: number;
  readonly run: (kernels: TrainingKernels) => unknown;
}

const cases: readonly Case[] = [
  { name: "rmsNormForward 3 x 20", run: (k) => k.rmsNormForward(A, B, C, D, 3, 20, 1e-5) },
  { name: "rmsNormForward of tiny values", magnitude: 1e-4, run: (k) => k.rmsNormForward(A, B, C, D, 2, 8, 1e-5) },
  { name: "rmsNormBackward 5 x 12", run: (k) => k.rmsNormBackward(A, B, C, D, E, region(5), 5, 12) },
  { name: "swigluForward 4 x 28", run: (k) => k.swigluForward(A, B, 4, 28) },
  { name: "swigluForward of large values", magnitude: 60, run: (k) => k.swigluForward(A, B, 2, 16) },
  { name: "swigluBackward in place", run: (k) => k.swigluBackward(B, A, B, 4, 28) },
  {
    name: "rotate forwards",
    integers: { address: B, values: [0, 1, 5] },
    run: (k) => k.rotate(A, 40, B, C, D, 3, 3, 8, 0),
  },
  {
    name: "rotate backwards",
    integers: { address: B, values: [2, 0, 7] },
    run: (k) => k.rotate(A, 48, B, C, D, 3, 2, 16, 1),
  },
  {
    name: "crossEntropy 4 x 24",
    integers: { address: B, values: [0, 23, 7, 8] },
    run: (k) => k.crossEntropy(A, B, C, 4, 24),
  },
  {
    name: "crossEntropy of logits far apart",
    magnitude: 80,
    integers: { address: B, values: [3, 4] },
    run: (k) => k.crossEntropy(A, B, C, 2, 12),
  },
  { name: "gatherRows", integers: { address: C, values: [4, 0, 4] }, run: (k) => k.gatherRows(A, B, C, 3, 12) },
  {
    name: "scatterAddRows adds repeated ids",
    integers: { address: C, values: [4, 0, 4] },
    run: (k) => k.scatterAddRows(A, B, C, 3, 12),
  },
  { name: "squaredNorm", run: (k) => k.squaredNorm(A, 100) },
  { name: "accumulate", run: (k) => k.accumulate(A, B, 40) },
  { name: "copy and clear", run: (k) => [k.copy(A, B, 13), k.clear(C, 7)] },
];

/** exp and sums of float32: a few parts in a million of the largest value. */
const TOLERANCE = 5e-6;

describe("training kernels against their float64 references", () => {
  const memory = new WebAssembly.Memory({ initial: 128, maximum: 65_536, shared: true });
  const floats = new Float32Array(memory.buffer, 0, SLOTS);
  const copyToCompiled = (): void => floats.set(slots.subarray(FIRST_REGION / 4), FIRST_REGION / 4);
  const slots = new Float64Array(SLOTS);
  const reference = createReferenceTrainingKernels(slots);
  let compiled: TrainingKernels;

  beforeAll(async () => {
    compiled = createTrainingKernels((await compileTrainingKernels()).module, memory);
  });

  const fill = ({ integers, magnitude = 1 }: Pick<Case, "integers" | "magnitude">): void => {
    for (let i = FIRST_REGION / 4; i < SCRATCH / 4; i++) {
      slots[i] = Math.fround(magnitude * Math.sin(i * 78.233) * Math.cos(i * 1.37));
    }
    copyToCompiled();
    if (integers === undefined) return;
    new Int32Array(memory.buffer, integers.address, integers.values.length).set(integers.values);
    slots.set(integers.values, integers.address / 4);
  };
  const compare = (from: number, count: number, integers?: Case["integers"]): void => {
    const largest = slots.subarray(from, from + count).reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    const skipped = integers === undefined ? -1 : integers.address / 4;
    for (let i = from; i < from + count; i++) {
      if (i >= skipped && i < skipped + (integers?.values.length ?? 0)) continue;
      const error = Math.abs(floats[i]! - slots[i]!) / Math.max(1, largest);
      if (!(error < TOLERANCE)) expect.fail(`slot ${i}: got ${floats[i]}, expected ${slots[i]}`);
    }
  };

  test.each(cases)("$name", (one) => {
    fill(one);
    const [got, expected] = [one.run(compiled), one.run(reference)];
    compare(FIRST_REGION / 4, SCRATCH / 4 - FIRST_REGION / 4, one.integers);
    if (typeof expected === "number") expect(Math.abs(Number(got) / expected - 1)).toBeLessThan(1e-5);
  });

  test.each([1, 5, 95, 96, 97])("attention over %i tokens, forwards and backwards", (length) => {
    const [heads, kvHeads, headDim] = [4, 2, 8];
    const qkvFloats = length * (heads + 2 * kvHeads) * headDim;
    const at = (index: number): number => FIRST_REGION + 4 * 32_768 * index;
    const [out, kept, qkv, dQkv, dOut, work] = [at(0), at(8), at(1), at(2), at(3), at(4)] as const;
    for (let i = 0; i < 32_768 * 4; i++) slots[FIRST_REGION / 4 + i] = Math.fround(2 * Math.sin(i * 78.233));
    slots.fill(0, dQkv / 4, dQkv / 4 + qkvFloats);
    copyToCompiled();
    const scratch = at(16);
    for (const kernels of [compiled, reference]) {
      kernels.attentionForward(out, kept, qkv, length, heads, kvHeads, headDim, scratch);
      kernels.attentionBackward(dQkv, dOut, kept, qkv, length, heads, kvHeads, headDim, scratch, work);
    }
    compare(out / 4, length * heads * headDim);
    compare(dQkv / 4, qkvFloats);
  });

  test("adamw makes the step of the formula", () => {
    fill({});
    for (const kernels of [compiled, reference]) {
      // Variances must not be negative.
      kernels.clear(D, 40);
      kernels.accumulate(D, E, 0);
      kernels.adamw(A, B, C, D, 40, 0.5, 0.01, 0.1, 0.9, 0.95, 1e-8, 1 / (1 - 0.9), 1 / (1 - 0.95));
    }
    compare(FIRST_REGION / 4, SCRATCH / 4 - FIRST_REGION / 4);
  });
});
