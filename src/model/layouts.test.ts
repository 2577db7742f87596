/** Every layout of the published checkpoints gives the logits of the same weights stored plainly. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { layouts, type WeightLayoutName } from "../../tools/make-checkpoint/layouts.ts";
import { makeCheckpoint } from "../../tools/make-checkpoint/make-checkpoint.ts";
import {
  type Checkpoint,
  CONFIG_FILE,
  decodeFloat8,
  encodeFloats,
  openCheckpoint,
  readFloats,
  readModelConfig,
  type TensorView,
  writeCheckpoint,
} from "../formats/index.ts";
import { temporaryFolder } from "../formats/test-files.ts";
import { type Backend, createReferenceBackend, createWasmBackend } from "../kernels/index.ts";
import { loadModel } from "./load-model.ts";
import { planMemory } from "./memory-plan.ts";
import { readPlannedWeights } from "./planned-weights.ts";

/** Several blocks of 128 each way in every matrix but the key's and value's, the last ones ragged. */
const overrides = { layers: 1, hiddenSize: 192, heads: 6, headDim: 32, intermediateSize: 320 };
const tokens = Uint32Array.from({ length: 40 }, (_, i) => (i * i + 7) % 97);
const cases: readonly (readonly [layout: WeightLayoutName, shape: "tiny" | "tiny-qwen3"])[] = [
  ...(Object.keys(layouts) as WeightLayoutName[]).map((layout) => [layout, "tiny"] as const),
  ["fp8-channel", "tiny-qwen3"],
  ["fp8-fine-grained", "tiny-qwen3"],
];

/** What a tensor stands for, by the rules of the published formats and nothing of the readers that are tested. */
function plainValues({ tensors }: Checkpoint, view: TensorView): Float32Array {
  const module = view.name.replace(/weight$/, "");
  const amax = tensors.get(`${module}weight_quantizer._amax`);
  const scaleView = amax ?? tensors.get(`${module}weight_scale`) ?? tensors.get(`${module}weight_scale_inv`);
  if (!scaleView) return readFloats(view);
  const [rows, columns] = view.shape as [number, number];
  const scales = readFloats(scaleView).map((scale) => (amax ? scale / 448 : scale));
  const side = scales.length === 1 ? [rows, columns] : scaleView.shape[1] === 1 ? [1, columns] : [128, 128];
  const bytes = new Uint8Array(rows * columns);
  view.read(bytes, 0, bytes.length);
  const across = Math.ceil(columns / side[1]!);
  return Float32Array.from(bytes, (code, i) => {
    const block = Math.floor(Math.floor(i / columns) / side[0]!) * across + Math.floor((i % columns) / side[1]!);
    return decodeFloat8(code) * scales[block]!;
  });
}

/** A folder with the weights of `folder` as float32. */
function writePlain(folder: string): string {
  const target = temporaryFolder();
  const config = JSON.parse(readFileSync(join(folder, CONFIG_FILE), "utf8"));
  const plain = { ...config, quantization_config: null, compression_config: null, torch_dtype: "float32" };
  writeFileSync(join(target, CONFIG_FILE), JSON.stringify(plain));
  const checkpoint = openCheckpoint(folder);
  const weights = [...checkpoint.tensors.values()].filter(({ name }) => name.endsWith(".weight"));
  const asFloat32 = weights.map((view) => {
    const values = plainValues(checkpoint, view);
    const bytes = new Uint8Array(values.length * 4);
    encodeFloats("F32", values, bytes);
    return { name: view.name, dtype: "F32" as const, shape: view.shape, chunks: () => [bytes] };
  });
  writeCheckpoint(target, asFloat32, { shards: 1 });
  checkpoint.dispose();
  return target;
}

interface Loaded {
  readonly logits: Float32Array;
  readonly warnings: readonly string[];
  readonly weightBytes: number;
}

async function run(folder: string, backend: Backend): Promise<Loaded> {
  const model = await loadModel(folder, backend, { contextLength: 48 });
  const blocks = Uint32Array.from({ length: model.cache.blocks }, (_, i) => i);
  const logits = await model.step([{ tokens, past: 0, blocks, logits: "all" }]);
  const { warnings, weightBytes } = model;
  await model.dispose();
  expect(backend.liveBytes).toBe(0);
  return { logits, warnings, weightBytes };
}

/** Sum of squared errors over the sum of squares; the logits' mean is near 0. */
function meanSquareError(found: Float32Array, expected: Float32Array): number {
  const squares = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0);
  return squares(found.map((value, i) => value - expected[i]!)) / squares(expected);
}

describe("every layout", () => {
  let reference: Backend;
  let exact: Backend;
  let fast: Backend;
  beforeAll(async () => {
    reference = createReferenceBackend();
    exact = await createWasmBackend({ threads: 1, compute: "exact" });
    fast = await createWasmBackend({ threads: 2, compute: "fast" });
  });
  afterAll(() => Promise.all([reference, exact, fast].map((backend) => backend.dispose())));

  test.each(cases)("%s, %s", async (layout, shape) => {
    const folder = temporaryFolder();
    makeCheckpoint({ folder, shape, overrides, layout, seed: 3, shards: 2 });
    const { logits: expected } = await run(writePlain(folder), reference);
    const deviation = Math.sqrt(expected.reduce((sum, value) => sum + value * value, 0) / expected.length);
    expect(deviation).toBeGreaterThan(0.1);
    const config = readModelConfig(folder);
    const planned = readPlannedWeights(folder, config);
    for (const backend of [reference, exact, fast]) {
      const { logits, warnings, weightBytes } = await run(folder, backend);
      expect(warnings).toEqual([]);
      // Measured: 1e-6 exact; fast as in golden.test.ts.
      if (backend === fast) expect(meanSquareError(logits, expected)).toBeLessThan(1e-2);
      else {
        const errors = logits.map((value, i) => Math.abs(value - expected[i]!));
        expect(Math.max(...errors) / deviation).toBeLessThan(2e-5);
      }
      if (backend === reference) continue;
      const options = { compute: backend === fast ? "fast" : "exact", cacheDtype: "float32", threads: 1 } as const;
      expect(planMemory(config, planned.weights, options).weightBytes).toBe(weightBytes);
    }
    rmSync(join(folder, "model-00002-of-00002.safetensors"));
    expect(readPlannedWeights(folder, config)).toEqual({ ...planned, basis: "index" });
  });
});
