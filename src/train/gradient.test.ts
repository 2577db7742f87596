import { beforeAll, describe, expect, test } from "vitest";
import { compileTrainingKernels } from "../kernels/training/index.ts";
import { createReplica } from "./create-replica.ts";
import { forward } from "./llama-forward.ts";
import type { TrainedModelConfig } from "./model-config.ts";
import { createRandomSource } from "./random.ts";
import { loadRow, parameterView, type Replica } from "./replica.ts";
import { accumulateGradients } from "./replica-steps.ts";
import { IGNORED, joinSamples, type PackedRow, type Sample } from "./row.ts";
import { createReferenceReplica } from "./test-reference-replica.ts";

/** Odd sizes on purpose: no dimension but the required multiples fits the tile of 6 x 16. */
const config: TrainedModelConfig = {
  ...{ vocabularySize: 52, hiddenSize: 20, intermediateSize: 28, layers: 2, heads: 4, kvHeads: 2, headDim: 8 },
  ...{ ropeTheta: 100, normEpsilon: 1e-5, contextLength: 64 },
};
const ROW_LENGTH = 40;

/** Every fourth weight counts; large weights make attention and gates leave their linear range. */
function fillWeights(replica: Replica, seed: number): void {
  const random = createRandomSource(seed);
  const weights = parameterView(replica, "weights");
  for (const { kind, offset, rows, columns } of replica.parameters.parameters) {
    for (let i = offset; i < offset + rows * columns; i++) {
      weights[i] = Math.fround((kind === "norm" ? 1 : 0) + 0.4 * random.normal());
    }
  }
}

function randomSample(length: number, seed: number): Sample {
  const random = createRandomSource(seed, 9);
  const tokens = Int32Array.from({ length }, () => Math.floor(random.uniform() * config.vocabularySize));
  return { tokens, labels: tokens.map((token, i) => (i % 3 === 0 ? IGNORED : token)), kind: "random" };
}

const row = joinSamples([randomSample(17, 1), randomSample(1, 2), randomSample(20, 3)]);

function lossOf(replica: Replica, packed: PackedRow): number {
  return forward(replica, loadRow(replica, packed));
}

describe("gradient of the whole model", () => {
  const reference = createReferenceReplica(config, ROW_LENGTH);
  let wasm: Replica;

  beforeAll(async () => {
    const { module } = await compileTrainingKernels();
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: true });
    wasm = createReplica(module, memory, config, ROW_LENGTH);
    fillWeights(reference, 5);
    fillWeights(wasm, 5);
  });

  test("float64: every kind of weight agrees with central differences to 1e-4", () => {
    accumulateGradients(reference, [row]);
    const gradients = Float64Array.from(parameterView(reference, "gradients"));
    const weights = parameterView(reference, "weights");
    const random = createRandomSource(11);
    for (const { name, offset, rows, columns } of reference.parameters.parameters) {
      for (let probe = 0; probe < 3; probe++) {
        const at = offset + Math.floor(random.uniform() * rows * columns);
        const before = weights[at]!;
        const step = 1e-5;
        weights[at] = before + step;
        const above = lossOf(reference, row);
        weights[at] = before - step;
        const below = lossOf(reference, row);
        weights[at] = before;
        const numeric = (above - below) / (2 * step);
        const error = Math.abs(gradients[at]! - numeric) / Math.max(1e-3, Math.abs(numeric));
        expect(error, `${name}[${at - offset}]: ${gradients[at]} against ${numeric}`).toBeLessThan(1e-4);
      }
    }
  });

  // Float32 sums of a few hundred products: 1e-5 of the tensor's largest gradient, times a few layers.
  test("float32 kernels agree with the float64 reference to 1e-4 of each tensor's largest gradient", () => {
    const loss = accumulateGradients(wasm, [row]);
    expect(loss).toBeCloseTo(accumulateGradients(reference, [row]), 3);
    const got = parameterView(wasm, "gradients");
    const expected = parameterView(reference, "gradients");
    for (const { name, offset, rows, columns } of reference.parameters.parameters) {
      const end = offset + rows * columns;
      let [largest, worst] = [0, 0];
      for (let i = offset; i < end; i++) {
        largest = Math.max(largest, Math.abs(expected[i]!));
        worst = Math.max(worst, Math.abs(got[i]! - expected[i]!));
      }
      expect(largest, name).toBeGreaterThan(0);
      expect(worst / largest, name).toBeLessThan(1e-4);
    }
  });
});
