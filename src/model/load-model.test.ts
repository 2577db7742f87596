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
import type { SequenceStep } from "./contract.ts";
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

/** A sequence of its own, from its first token. */
function firstStep(...tokens: number[]): SequenceStep {
  const blocks = Uint32Array.from({ length: 20 }, (_, i) => i);
  return { tokens: Uint32Array.from(tokens), past: 0, blocks, logits: "last" };
}

const zeroed = (tensor: TensorData): TensorData => ({
  ...tensor,
  *chunks() {
    for (const chunk of tensor.chunks()) yield new Uint8Array(chunk.length);
  },
});

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
    await model.dispose();
  });

  test.each([
    ["scales of activations", "model.layers.0.mlp.up_proj.input_scale"],
    ["scales of activations, older", "model.layers.0.mlp.up_proj.act_scale"],
    ["amax of activations", "model.layers.0.mlp.up_proj.input_quantizer._amax"],
    ["scales of a cache", "model.layers.0.self_attn.k_scale"],
    ["scales of a cache, in the projection", "model.layers.0.self_attn.v_proj.v_scale"],
    ["an order of columns", "model.layers.0.self_attn.o_proj.weight_g_idx"],
    ["zero points", "model.layers.0.self_attn.o_proj.weight_zero_point"],
  ])("%s are known and need no word", async (_, name) => {
    const one = (shape: number[]): TensorData => ({
      name,
      dtype: "I8",
      shape,
      chunks: () => [new Uint8Array(shape[0]!)],
    });
    write((tensors) => [...tensors, one(name.endsWith("zero_point") ? [64, 1] : [1])]);
    const model = await loadModel(folder, backend);
    expect(model.warnings).toEqual([]);
    await model.dispose();
  });

  test.each(["model.layers.1.mlp.up_proj.input_scale", "visual.k_scale", "lm_head.weight_scale"])(
    "%s belongs to nothing, and says so",
    async (name) => {
      write((tensors) => [...tensors, { name, dtype: "I8", shape: [1], chunks: () => [new Uint8Array(1)] }]);
      const model = await loadModel(folder, backend);
      expect(model.warnings).toEqual([`${name.replace(".1.", ".*.")} (1 tensor) is not used`]);
      await model.dispose();
    },
  );

  test("a plain projection of a quantized model is told unless the configuration leaves it out", async () => {
    const plain: Change = (tensors) =>
      without(/v_proj/)(tensors).concat(llamaTensors(shape, "bf16", 1).filter(({ name }) => name.includes("v_proj")));
    const settings = renderConfig(shape, "fp8-channel").quantization_config as object;
    write(plain);
    const unexplained = await loadModel(folder, backend);
    expect(unexplained.warnings).toEqual([
      "model.layers.*.self_attn.v_proj.weight (1 tensor) is not quantized, and the configuration does not list it as left out",
    ]);
    await unexplained.dispose();
    write(plain, { quantization_config: { ...settings, ignore: ["re:.*v_proj$"] } });
    const explained = await loadModel(folder, backend);
    expect(explained.warnings).toEqual([]);
    await explained.dispose();
  });

  test("a head beside tied embeddings is not used, and says so", async () => {
    write(undefined, { tie_word_embeddings: true });
    const model = await loadModel(folder, backend);
    expect(model.warnings).toEqual(["lm_head.weight (1 tensor) is not used"]);
    await model.dispose();
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
    await model.dispose();
    await model.dispose();
    expect(backend.liveBytes).toBe(0);
    await expect(model.step([firstStep(1)])).rejects.toSatisfy((error) => isHermesError(error, "disposed"));
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
  const expected = await model.step([firstStep(3)]);
  const before = backend.liveBytes;
  room = 4 * shape.intermediateSize - 1;
  await expect(model.step([firstStep(1, 2, 3, 4)])).rejects.toBe(full);
  expect(backend.liveBytes).toBeLessThan(before);
  expect(await model.step([firstStep(3)])).toEqual(expected);
  await model.dispose();
  expect(backend.liveBytes).toBe(0);
});

describe("several sequences in one step", () => {
  const blockTokens = 16;
  const text = (length: number, seed: number): number[] =>
    Array.from({ length }, (_, i) => (i * i + seed * (i + 3)) % shape.vocabularySize);

  test("each gets the logits it gets alone, in order, from its own blocks", async () => {
    write();
    const model = await loadModel(folder, backend, { contextLength: 64, cacheTokens: 192 });
    const [a, b] = [text(40, 1), text(19, 2)];
    const blocks = [Uint32Array.of(5, 0, 9, 2), Uint32Array.of(1, 8, 3, 4)];
    const vocabulary = shape.vocabularySize;
    const alone = async (tokens: number[]): Promise<Float32Array> =>
      model.step([{ tokens: Uint32Array.from(tokens), past: 0, blocks: Uint32Array.of(11, 10, 7), logits: "all" }]);
    const [wholeA, wholeB] = [await alone(a), await alone(b)];
    await model.step([{ tokens: Uint32Array.from(a.slice(0, 30)), past: 0, blocks: blocks[0]!, logits: "none" }]);
    const together = await model.step([
      { tokens: Uint32Array.from(a.slice(30, 38)), past: 30, blocks: blocks[0]!, logits: "last" },
      { tokens: Uint32Array.from(b), past: 0, blocks: blocks[1]!, logits: "all" },
    ]);
    expect(together).toHaveLength(20 * vocabulary);
    expect(together.subarray(0, vocabulary)).toEqual(wholeA.subarray(37 * vocabulary, 38 * vocabulary));
    expect(together.subarray(vocabulary)).toEqual(wholeB);
    await model.dispose();
    expect(backend.liveBytes).toBe(0);
  });

  test("a block read and written elsewhere continues the same text", async () => {
    write();
    const model = await loadModel(folder, backend, { contextLength: 64 });
    const tokens = Uint32Array.from(text(20, 4));
    const whole = await model.step([{ tokens, past: 0, blocks: Uint32Array.of(0, 1), logits: "last" }]);
    await model.writeBlock(3, await model.readBlock(0));
    const rest = { tokens: tokens.subarray(blockTokens), past: blockTokens, logits: "last" } as const;
    expect(await model.step([{ ...rest, blocks: Uint32Array.of(3, 2) }])).toEqual(whole);
    await model.dispose();
  });

  test.each([
    { name: "no sequence", sequences: [] },
    { name: "a sequence without tokens", sequences: [firstStep(), firstStep(1)] },
    { name: "more tokens than a step takes", sequences: [firstStep(...text(257, 1))] },
    { name: "too few blocks", sequences: [{ ...firstStep(1, 2), past: 16, blocks: Uint32Array.of(0) }] },
    { name: "a block that is not there", sequences: [{ ...firstStep(1), blocks: Uint32Array.of(99) }] },
  ])("$name is refused", async ({ sequences }) => {
    write();
    const model = await loadModel(folder, backend);
    await expect(model.step(sequences)).rejects.toSatisfy((error) => isHermesError(error, "kernel-misuse"));
    await model.dispose();
  });
});

describe("what cannot be", () => {
  test.each([0, 1, 513, 2.5])("a context of %s tokens", async (contextLength) => {
    write();
    await expect(loadModel(folder, backend, { contextLength })).rejects.toSatisfy((error) =>
      isHermesError(error, "usage"),
    );
  });

  test.each([0, 511, 600.5])("a cache of %s tokens for a context of 512", async (cacheTokens) => {
    write();
    await expect(loadModel(folder, backend, { cacheTokens })).rejects.toSatisfy((error) =>
      isHermesError(error, "usage"),
    );
  });
});

describe("the fingerprint", () => {
  const fingerprint = async (change?: Change, config?: object, options?: object): Promise<string> => {
    write(change, config);
    const model = await loadModel(folder, backend, options);
    await model.dispose();
    return model.fingerprint;
  };

  test("is the same for the same files and differs for other weights, configurations and cache forms", async () => {
    const inverted: Change = (tensors) => tensors.map((tensor) => (/norm/.test(tensor.name) ? zeroed(tensor) : tensor));
    const all = [
      await fingerprint(),
      await fingerprint(inverted),
      await fingerprint(undefined, { rope_theta: 9999 }),
      await fingerprint(undefined, {}, { cacheDtype: "int8" }),
    ];
    expect(new Set(all).size).toBe(4);
    expect(await fingerprint()).toBe(all[0]);
  });
});
