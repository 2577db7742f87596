import { beforeAll, describe, expect, test } from "vitest";
import { compileTrainingKernels } from "../kernels/training/index.ts";
import { createReplica } from "./create-replica.ts";
import { initialiseWeights } from "./initialise.ts";
import { backward } from "./llama-backward.ts";
import { forward } from "./llama-forward.ts";
import { modelPresets, type TrainedModelConfig } from "./model-config.ts";
import { createRandomSource } from "./random.ts";
import { loadRow, parameterView, type Replica } from "./replica.ts";
import { accumulateGradients, evaluateRow } from "./replica-steps.ts";
import { IGNORED, joinSamples, type PackedRow, type Sample } from "./row.ts";

const config: TrainedModelConfig = { ...modelPresets.tiny!, vocabularySize: 64 };
const ROW_LENGTH = 256;

function randomSample(length: number, seed: number): Sample {
  const random = createRandomSource(seed, 4);
  const tokens = Int32Array.from({ length }, () => Math.floor(random.uniform() * config.vocabularySize));
  return { tokens, labels: tokens.map((token, i) => (i < length / 3 ? IGNORED : token)), kind: `sample ${seed}` };
}

/** A sample of padding: a document of its own in which nothing is trained. */
function padding(length: number): Sample {
  return { tokens: new Int32Array(length), labels: new Int32Array(length).fill(IGNORED), kind: "padding" };
}

const cases: readonly { readonly name: string; readonly samples: readonly Sample[] }[] = [
  { name: "2 samples", samples: [randomSample(100, 1), randomSample(31, 2)] },
  { name: "3 samples, one longer than an attention block", samples: [90, 7, 130].map(randomSample) },
  { name: "7 samples", samples: [40, 3, 17, 1, 60, 25, 33].map(randomSample) },
  { name: "with padding", samples: [randomSample(50, 1), randomSample(97, 2), padding(40)] },
];

/** Largest difference over the largest magnitude of `expected`. */
function relativeError(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [difference, magnitude] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs(got[i]! - expected[i]!));
    magnitude = Math.max(magnitude, Math.abs(expected[i]!));
  }
  return difference / magnitude;
}

describe("a packed row", () => {
  let replica: Replica;

  beforeAll(async () => {
    const { module } = await compileTrainingKernels();
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: true });
    replica = createReplica(module, memory, config, ROW_LENGTH);
    const weights = new Float32Array(replica.parameters.count);
    initialiseWeights(weights, replica.parameters, 3);
    // Ten times the usual start, so that attention is far from uniform.
    parameterView(replica, "weights").set(weights.map((weight) => (weight === 1 ? 1 : 10 * weight)));
  });

  const gradientsOf = (rows: readonly PackedRow[]): number[] => {
    accumulateGradients(replica, rows);
    return Array.from(parameterView(replica, "gradients"));
  };
  /** d loss / d logits of every trained position: the logits up to what softmax ignores. */
  const logitGradients = (rows: readonly PackedRow[]): number[] =>
    rows.flatMap((row) => {
      const loaded = loadRow(replica, row);
      forward(replica, loaded);
      return Array.from(replica.heap.floats(replica.workspace.logits, loaded.trained * config.vocabularySize));
    });

  test.each(cases)("equals its samples one by one: $name", ({ samples }) => {
    const packed = joinSamples(samples);
    const alone = samples.map((sample) => joinSamples([sample]));
    expect(relativeError(logitGradients([packed]), logitGradients(alone))).toBeLessThan(1e-5);
    expect(relativeError(gradientsOf([packed]), gradientsOf(alone))).toBeLessThan(1e-5);
    const losses = evaluateRow(replica, packed);
    expect(losses.map(({ kind }) => kind)).toEqual(samples.map(({ kind }) => kind));
    const expected = alone.map((row) => evaluateRow(replica, row)[0]!.loss);
    const sums = losses.map(({ loss }) => loss);
    expect(relativeError(sums, expected)).toBeLessThan(1e-5);
  });

  test.each(cases)("the comparison notices a plain causal mask: $name", ({ samples }) => {
    const packed = joinSamples(samples);
    const expected = gradientsOf(samples.map((sample) => joinSamples([sample])));
    const loaded = { ...loadRow(replica, packed), starts: [0, packed.tokens.length] };
    parameterView(replica, "gradients").fill(0);
    forward(replica, loaded);
    backward(replica, loaded);
    expect(relativeError(parameterView(replica, "gradients"), expected)).toBeGreaterThan(1e-3);
  });

  test("one row of eight samples and eight rows of one give equal gradients", () => {
    const samples = [12, 30, 5, 44, 21, 9, 33, 18].map(randomSample);
    const together = gradientsOf([joinSamples(samples)]);
    expect(relativeError(gradientsOf(samples.map((sample) => joinSamples([sample]))), together)).toBeLessThan(1e-5);
  });

  test("the first token of a sample is never a target", () => {
    const all = [randomSample(4, 1), randomSample(4, 2)].map((one) => ({ ...one, labels: one.tokens.slice() }));
    const row = joinSamples(all);
    expect([row.labels[0], row.labels[4]]).toEqual([IGNORED, IGNORED]);
    expect(loadRow(replica, row).trained).toBe(6);
  });
});
