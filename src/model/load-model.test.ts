import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { renderConfig } from "../../tools/make-checkpoint/config-files.ts";
import { llamaTensors } from "../../tools/make-checkpoint/llama-tensors.ts";
import { type CheckpointShape, shapes } from "../../tools/make-checkpoint/shapes.ts";
import { isHermesError } from "../errors.ts";
import { type TensorData, writeCheckpoint } from "../formats/index.ts";
import { type Backend, createReferenceBackend } from "../kernels/index.ts";
import { loadModel } from "./load-model.ts";

const shape: CheckpointShape = { ...shapes.tiny, layers: 1, vocabularySize: 16 };
let folder: string;
let backend: Backend;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hermes-load-model-"));
  backend = createReferenceBackend();
});
afterEach(async () => {
  await backend.dispose();
  rmSync(folder, { recursive: true });
});

type Change = (tensors: TensorData[]) => TensorData[];

function write(change: Change = (tensors) => tensors, config: object = {}): void {
  writeFileSync(join(folder, "config.json"), JSON.stringify({ ...renderConfig(shape, "fp8-channel"), ...config }));
  writeCheckpoint(folder, change([...llamaTensors(shape, "fp8-channel", 1)]), { shards: 1 });
}

const without =
  (pattern: RegExp): Change =>
  (tensors) =>
    tensors.filter(({ name }) => !pattern.test(name));
/** A copy of the embedding under another name. */
const also =
  (name: string): Change =>
  (tensors) => [...tensors, { ...tensors.find((tensor) => tensor.name === "model.embed_tokens.weight")!, name }];

async function faultsOf(): Promise<readonly string[]> {
  const error: unknown = await loadModel(folder, backend).then(
    () => null,
    (reason) => reason,
  );
  expect(backend.liveBytes).toBe(0);
  if (!isHermesError(error, "checkpoint-invalid")) throw error;
  expect(error.message).toContain(folder);
  return error.facts.faults;
}

describe("a checkpoint that does not fit its configuration", () => {
  test("missing tensors are told all at once", async () => {
    write(without(/k_proj\.weight$|k_proj\.weight_scale|model\.norm|lm_head/));
    expect(await faultsOf()).toEqual([
      "tensor model.layers.0.self_attn.k_proj.weight is missing",
      "tensor model.norm.weight is missing",
      "tensor lm_head.weight is missing",
    ]);
  });

  test("wrong shapes name both", async () => {
    write(undefined, { intermediate_size: 161, num_key_value_heads: 4 });
    expect(await faultsOf()).toEqual([
      "tensor model.layers.0.self_attn.k_proj.weight is [32,64], expected [64,64]",
      "tensor model.layers.0.self_attn.v_proj.weight is [32,64], expected [64,64]",
      "tensor model.layers.0.mlp.gate_proj.weight is [160,64], expected [161,64]",
      "tensor model.layers.0.mlp.up_proj.weight is [160,64], expected [161,64]",
      "tensor model.layers.0.mlp.down_proj.weight is [64,160], expected [64,161]",
    ]);
  });

  test("a missing scale stands beside a missing tensor", async () => {
    write(without(/q_proj\.weight_scale|model\.norm/));
    const [scale, norm] = await faultsOf();
    expect(scale).toMatch(/q_proj\.weight.*expected a scale/);
    expect(norm).toBe("tensor model.norm.weight is missing");
  });

  test("more layers than the files hold", async () => {
    write(undefined, { num_hidden_layers: 3 });
    expect((await faultsOf()).length).toBe(2 * 9);
  });
});

test("a head size that the kernels cannot read is refused before any tensor", async () => {
  write(undefined, { head_dim: 6 });
  await expect(loadModel(folder, backend)).rejects.toMatchObject({
    code: "unsupported",
    facts: { what: "head_dim 6" },
  });
});

describe("a sound checkpoint", () => {
  test("what nobody uses is a warning, counted by kind", async () => {
    write(also("model.layers.0.self_attn.rotary_emb.inv_freq"));
    const model = await loadModel(folder, backend);
    expect(model.warnings).toEqual(["model.layers.*.self_attn.rotary_emb.inv_freq (1 tensor) is not used"]);
    model.dispose();
  });

  test("a head beside tied embeddings is not used, and says so", async () => {
    write(undefined, { tie_word_embeddings: true });
    const model = await loadModel(folder, backend);
    expect(model.warnings).toEqual(["lm_head.weight (1 tensor) is not used"]);
    model.dispose();
  });

  test("progress ends at the bytes of all tensors used", async () => {
    write();
    const steps: [number, number][] = [];
    const model = await loadModel(folder, backend, { onProgress: (loaded, total) => steps.push([loaded, total]) });
    const [loaded, total] = steps.at(-1)!;
    expect(loaded).toBe(total);
    expect(total).toBeLessThan(readFileSync(join(folder, "model.safetensors")).length);
    expect(model.warnings).toEqual([]);
    // float8 weights rest as one byte each, embedding and head as bfloat16.
    const { hiddenSize, vocabularySize, intermediateSize, heads, kvHeads, headDim } = shape;
    const projections = 2 * hiddenSize * (heads + kvHeads) * headDim + 3 * hiddenSize * intermediateSize;
    expect(model.weightBytes).toBe(projections + 2 * 2 * vocabularySize * hiddenSize);
    model.dispose();
    model.dispose();
    expect(backend.liveBytes).toBe(0);
    expect(() => model.createCache()).toThrowError(expect.toSatisfy((error) => isHermesError(error, "disposed")));
  });
});

test("a step that finds no room for its buffers fails alone", async () => {
  write();
  let room = Number.POSITIVE_INFINITY;
  const full = new Error("full");
  const tight = new Proxy(backend, {
    get(target, key) {
      if (key !== "createBuffer") {
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === "function" ? value.bind(target) : value;
      }
      return (length: number) => {
        if (length > room) throw full;
        return target.createBuffer(length);
      };
    },
  });
  const model = await loadModel(folder, tight);
  const cache = model.createCache();
  const one = Uint32Array.of(3);
  const expected = await model.step(one, cache);
  cache.truncate(0);
  const before = backend.liveBytes;
  room = 4 * shape.intermediateSize - 1;
  await expect(model.step(Uint32Array.of(1, 2, 3, 4), cache)).rejects.toBe(full);
  expect(backend.liveBytes).toBeLessThan(before);
  expect(await model.step(one, cache)).toEqual(expected);
  cache.dispose();
  model.dispose();
  expect(backend.liveBytes).toBe(0);
});

describe("the memory of a sequence", () => {
  test("grows as needed, up to the context, and keeps what it holds", async () => {
    write();
    const model = await loadModel(folder, backend, { contextLength: 300 });
    const tokens = Uint32Array.from({ length: 263 }, (_, i) => (i * i) % 16);
    const [grown, whole] = [model.createCache(), model.createCache()];
    await model.step(tokens.subarray(0, 10), grown, "none");
    const small = grown.byteLength;
    await model.step(tokens.subarray(10, 260), grown, "none");
    // The first 256 tokens of room become all 300.
    expect(grown.byteLength / small).toBeCloseTo(300 / 256, 6);
    await model.step(tokens.subarray(0, 256), whole, "none");
    const expected = await model.step(tokens.subarray(256), whole);
    expect(await model.step(tokens.subarray(260), grown)).toEqual(expected);
    grown.truncate(260);
    expect(await model.step(tokens.subarray(260), grown)).toEqual(expected);
    await expect(model.step(tokens.subarray(0, 38), grown)).rejects.toSatisfy((error) =>
      isHermesError(error, "context-exceeded"),
    );
    expect(grown.length).toBe(263);
    expect(() => grown.truncate(264)).toThrowError(expect.toSatisfy((error) => isHermesError(error, "kernel-misuse")));
    for (const one of [grown, grown, whole]) one.dispose();
    model.dispose();
    expect(backend.liveBytes).toBe(0);
  });

  test.each([0, 1, 513, 2.5])("a context of %s tokens is refused", async (contextLength) => {
    write();
    await expect(loadModel(folder, backend, { contextLength })).rejects.toSatisfy((error) =>
      isHermesError(error, "usage"),
    );
  });
});
