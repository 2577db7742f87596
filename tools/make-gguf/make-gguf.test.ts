import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCheckpoint, readFloats } from "../../src/formats/index.ts";
import { makeCheckpoint } from "../make-checkpoint/make-checkpoint.ts";
import { makeGguf } from "./make-gguf.ts";
import { ropeFactors } from "./rope-factors.ts";
import { rowEncoders } from "./row-encoders.ts";
import { readGguf, readWeights } from "./test-reader.ts";

const root = mkdtempSync(join(tmpdir(), "hermes-gguf-"));
const folder = join(root, "tiny");
beforeAll(() => void makeCheckpoint({ folder, shape: "tiny", layout: "f32", seed: 5 }));
afterAll(() => rmSync(root, { recursive: true }));

function make(type: "F32" | "Q8_0", from = folder): Buffer {
  const file = join(root, "model.gguf");
  makeGguf({ folder: from, file, type });
  return readFileSync(file);
}

/** All weights of a tensor of the checkpoint. */
function stored(name: string, from = folder): Float32Array {
  const checkpoint = openCheckpoint(from);
  const values = readFloats(checkpoint.tensors.get(name)!);
  checkpoint.dispose();
  return values;
}

describe("the file", () => {
  test("describes the model in llama.cpp's words", () => {
    const { version, metadata } = readGguf(make("F32"));
    expect(version).toBe(3);
    expect(Object.fromEntries(metadata)).toMatchObject({
      "general.architecture": "llama",
      "general.file_type": 0,
      "llama.block_count": 2,
      "llama.context_length": 512,
      "llama.embedding_length": 64,
      "llama.feed_forward_length": 160,
      "llama.attention.head_count": 4,
      "llama.attention.head_count_kv": 2,
      "llama.rope.freq_base": 10000,
      "llama.rope.dimension_count": 16,
      "tokenizer.ggml.bos_token_id": 95,
      "tokenizer.ggml.eos_token_id": 96,
      "tokenizer.ggml.merges": [],
    });
    expect(metadata.get("tokenizer.ggml.tokens")).toHaveLength(97);
    expect(metadata.get("llama.attention.layer_norm_rms_epsilon")).toBeCloseTo(1e-5, 12);
  });

  test("of a Qwen3 has its norms, and its rows in the checkpoint's order", () => {
    const from = join(root, "qwen3");
    makeCheckpoint({ folder: from, shape: "tiny-qwen3", layout: "f32", seed: 5 });
    const file = make("F32", from);
    const { metadata, tensors } = readGguf(file);
    expect(metadata.get("general.architecture")).toBe("qwen3");
    expect(metadata.get("qwen3.attention.key_length")).toBe(32);
    const pairs = { attn_q: "q_proj", attn_q_norm: "q_norm", attn_k: "k_proj", attn_k_norm: "k_norm" };
    for (const [name, source] of Object.entries(pairs)) {
      const weights = readWeights(file, tensors.get(`blk.1.${name}.weight`)!);
      expect(weights).toEqual(stored(`model.layers.1.self_attn.${source}.weight`, from));
    }
  });

  test("holds every tensor once, aligned, with the last byte at its end", () => {
    const file = make("Q8_0");
    const { tensors } = readGguf(file);
    // Nine a layer, embedding, head, last norm and rotary factors.
    expect(tensors.size).toBe(2 * 9 + 4);
    for (const { start } of tensors.values()) expect(start % 32).toBe(0);
    const last = [...tensors.values()].reduce((a, b) => (a.start > b.start ? a : b));
    const [columns, rows = 1] = last.dimensions as [number, number?];
    const bytes = last.type === 8 ? (columns / 32) * 34 * rows : 4 * columns * rows;
    expect(file.length).toBe(Math.ceil((last.start + bytes) / 32) * 32);
  });

  test("has the weights of the checkpoint, outputs by inputs", () => {
    const file = make("F32");
    const { tensors } = readGguf(file);
    const down = tensors.get("blk.1.ffn_down.weight")!;
    expect(down.dimensions).toEqual([160, 64]);
    expect(readWeights(file, down)).toEqual(stored("model.layers.1.mlp.down_proj.weight"));
    expect(readWeights(file, tensors.get("output_norm.weight")!)).toEqual(stored("model.norm.weight"));
    expect(readWeights(file, tensors.get("output.weight")!)).toEqual(stored("lm_head.weight"));
  });

  test.each([
    ["attn_q", "q_proj", 4],
    ["attn_k", "k_proj", 2],
  ] as const)("%s has the rows of a rotary pair side by side", (name, from, heads) => {
    const file = make("F32");
    const got = readWeights(file, readGguf(file).tensors.get(`blk.0.${name}.weight`)!);
    const weights = stored(`model.layers.0.self_attn.${from}.weight`);
    const row = (values: Float32Array, index: number) => values.subarray(index * 64, (index + 1) * 64);
    for (let head = 0; head < heads; head++) {
      for (let pair = 0; pair < 8; pair++) {
        expect(row(got, head * 16 + 2 * pair)).toEqual(row(weights, head * 16 + pair));
        expect(row(got, head * 16 + 2 * pair + 1)).toEqual(row(weights, head * 16 + pair + 8));
      }
    }
  });

  test("a float8 model gives its decoded weights; a tied one has no head", () => {
    const packed = join(root, "packed");
    makeCheckpoint({ folder: packed, shape: "tiny", seed: 5, overrides: { tied: true } });
    const file = make("F32", packed);
    const { tensors } = readGguf(file);
    expect(tensors.has("output.weight")).toBe(false);
    const got = readWeights(file, tensors.get("blk.0.attn_v.weight")!);
    const codes = stored("model.layers.0.self_attn.v_proj.weight", packed);
    const scales = stored("model.layers.0.self_attn.v_proj.weight_scale", packed);
    expect(got).toEqual(codes.map((code, index) => code * scales[Math.floor(index / 64)]!));
  });

  test("scales of blocks are multiplied in", () => {
    const packed = join(root, "blocks");
    const overrides = { hiddenSize: 160, layers: 1 };
    makeCheckpoint({ folder: packed, shape: "tiny", seed: 5, overrides, layout: "fp8-fine-grained" });
    const file = make("F32", packed);
    const got = readWeights(file, readGguf(file).tensors.get("blk.0.ffn_gate.weight")!);
    const codes = stored("model.layers.0.mlp.gate_proj.weight", packed);
    const scales = stored("model.layers.0.mlp.gate_proj.weight_scale_inv", packed);
    expect(scales).toHaveLength(4);
    const blockOf = (index: number) => 2 * Math.floor(index / 160 / 128) + Math.floor((index % 160) / 128);
    expect(got).toEqual(codes.map((code, index) => code * scales[blockOf(index)]!));
  });

  test("takes the vocabulary of tokenizer.json, and names what it leaves unnamed", () => {
    const tokenizer = {
      model: { vocab: { a: 0, b: 1, ab: 2 }, merges: [["a", "b"]] },
      added_tokens: [
        { id: 3, content: "<think>", special: false },
        { id: 95, content: "<s>", special: true },
      ],
    };
    writeFileSync(join(folder, "tokenizer.json"), JSON.stringify(tokenizer));
    const { metadata } = readGguf(make("F32"));
    rmSync(join(folder, "tokenizer.json"));
    const tokens = metadata.get("tokenizer.ggml.tokens") as string[];
    expect(tokens.slice(0, 5)).toEqual(["a", "b", "ab", "<think>", "<|unused_4|>"]);
    expect((metadata.get("tokenizer.ggml.token_type") as number[]).slice(0, 5)).toEqual([1, 1, 1, 4, 5]);
    expect(metadata.get("tokenizer.ggml.merges")).toEqual(["a b"]);
  });

  test("rows that are no whole blocks are refused by name", () => {
    const narrow = join(root, "narrow");
    makeCheckpoint({ folder: narrow, shape: "tiny", overrides: { hiddenSize: 48 } });
    expect(() => make("Q8_0", narrow)).toThrow("blk.0.attn_q.weight: Q8_0 needs rows of a multiple of 32 weights");
  });
});

describe("Q8_0", () => {
  const float = fc.float({ min: -8, max: 8, noNaN: true });

  test("every weight lies within half a step of its block, and the largest keeps its sign and code 127", () => {
    fc.assert(
      fc.property(fc.array(float, { minLength: 64, maxLength: 64 }), (values) => {
        const row = Float32Array.from(values);
        const bytes = Buffer.alloc(68);
        rowEncoders.Q8_0(row, bytes);
        for (let block = 0; block < 2; block++) {
          const part = row.subarray(block * 32, block * 32 + 32);
          const largest = part.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
          const step = largest / 127;
          part.forEach((value, index) => {
            const code = bytes.readInt8(block * 34 + 2 + index);
            // Rounded over the exact step; float32 moves the quotient by some parts in ten million.
            expect(Math.abs(code * step - value)).toBeLessThanOrEqual(step * 0.50002 + 1e-30);
            if (Math.abs(value) === largest && step > 1e-37) expect(code).toBe(Math.sign(value) * 127);
          });
        }
      }),
    );
  });

  test("halves go away from zero, and a block of zeros is zeros", () => {
    const row = Float32Array.from({ length: 64 }, (_, index) => [127, 0.5, -0.5, 1.5, -2.5, 0][index] ?? 0);
    const bytes = Buffer.alloc(68);
    rowEncoders.Q8_0(row, bytes);
    // A scale of 1 is 0x3c00 in float16.
    expect([...bytes.subarray(0, 8)]).toEqual([0x00, 0x3c, 127, 1, 255, 2, 253, 0]);
    expect(bytes.subarray(34).every((byte) => byte === 0)).toBe(true);
  });
});

test("rotary factors: short waves stay, long ones stretch by the factor, and the blend is between", () => {
  const ropeScaling = {
    type: "llama3",
    factor: 8,
    lowFrequencyFactor: 1,
    highFrequencyFactor: 4,
    originalContextLength: 8192,
  } as const;
  const config = { ropeTheta: 500000, headDim: 128, ropeScaling } as Parameters<typeof ropeFactors>[0];
  const factors = ropeFactors(config)!;
  expect(factors).toHaveLength(64);
  expect([factors[0], factors[28], factors[63]]).toEqual([1, 1, 8]);
  expect(factors.toSorted()).toEqual(factors);
  // Wavelength 2 pi 500000^(30/64) = 2950: smooth = (8192 / 2950 - 1) / 3 = 0.592.
  expect(factors[30]).toBeCloseTo(1 / ((1 - 0.592) / 8 + 0.592), 2);
  expect(ropeFactors({ ...config, ropeScaling: null })).toBeNull();
});
