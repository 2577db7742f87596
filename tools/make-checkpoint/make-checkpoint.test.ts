import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  decodeFloat8,
  describeWeight,
  openCheckpoint,
  readFloats,
  readGenerationConfig,
  readModelConfig,
  readQuantizationConfig,
} from "../../src/formats/index.ts";
import { createGaussianPool, drawRow } from "./gaussian-row.ts";
import { type MakeCheckpointOptions, makeCheckpoint } from "./make-checkpoint.ts";

const goldenFolder = new URL("../../test/golden/llama-tiny/", import.meta.url).pathname;

function make(options: Omit<MakeCheckpointOptions, "folder">): string {
  const folder = mkdtempSync(join(tmpdir(), "hermes-make-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  makeCheckpoint({ folder, ...options });
  return folder;
}

describe("makeCheckpoint", () => {
  test.each([
    ["untied", { shape: "tiny", seed: 13, shards: 2 }],
    ["tied", { shape: "tiny", seed: 12, overrides: { tied: true } }],
  ] as const)("makes the golden checkpoint %s again, byte by byte", (name, options) => {
    const folder = make(options);
    const files = readdirSync(folder);
    expect([...files, "logits.json"].sort()).toEqual(readdirSync(join(goldenFolder, name)).sort());
    for (const file of files) {
      expect(readFileSync(join(folder, file)).equals(readFileSync(join(goldenFolder, name, file)))).toBe(true);
    }
  });

  test("what it writes is read as the model it describes", () => {
    const folder = make({ shape: "tiny", overrides: { layers: 1 } });
    expect(readModelConfig(folder)).toMatchObject({
      layers: 1,
      heads: 4,
      kvHeads: 2,
      headDim: 16,
      tiedEmbeddings: false,
    });
    expect(readGenerationConfig(folder)).toMatchObject({ temperature: 0.6, topP: 0.95, topK: 20, eosTokenIds: [96] });
    const checkpoint = openCheckpoint(folder);
    const quantization = readQuantizationConfig(folder);
    const weight = describeWeight(checkpoint, quantization, "model.layers.0.mlp.down_proj.weight");
    expect(weight).toMatchObject({ rows: 64, columns: 160, dtype: { kind: "float8" } });
    expect(describeWeight(checkpoint, quantization, "lm_head.weight").dtype).toEqual({ kind: "bfloat16" });
    expect(readFloats(checkpoint.tensors.get("model.norm.weight")!)).toHaveLength(64);
    checkpoint.dispose();
  });

  test.each(["bf16", "f32"] as const)("float8 stays within its precision of the same weights in %s", (layout) => {
    const name = "model.layers.0.self_attn.q_proj.weight";
    const [plain, packed] = [openCheckpoint(make({ shape: "tiny", layout })), openCheckpoint(make({ shape: "tiny" }))];
    const expected = readFloats(plain.tensors.get(name)!);
    const weight = describeWeight(packed, null, name);
    const { dtype } = weight;
    if (dtype.kind !== "float8") throw new Error(`expected float8, got ${dtype.kind}`);
    const codes = new Uint8Array(weight.rows * weight.columns);
    weight.readRows(codes, 0, weight.rows);
    expected.forEach((value, index) => {
      const scale = dtype.rowScales[Math.floor(index / weight.columns)]!;
      const error = Math.abs(decodeFloat8(codes[index]!) * scale - value);
      expect(error).toBeLessThanOrEqual(Math.max(Math.abs(value) * 0.07, scale * 2 ** -9));
    });
    plain.dispose();
    packed.dispose();
  });
});

test("rows are normal, and differ by seed, name and row", () => {
  const row = (key: string, index: number) => {
    const drawn = new Uint16Array(20000);
    drawRow(drawn, key, index);
    const pool = createGaussianPool(1, 2);
    return Float32Array.from(drawn, (value) => pool[value]!);
  };
  const values = row("1/a", 0);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const beyondTwo = values.filter((value) => Math.abs(value - 1) > 4).length / values.length;
  expect(mean).toBeCloseTo(1, 1);
  expect(Math.sqrt(variance)).toBeCloseTo(2, 1);
  // 4.55 % of a normal distribution lie beyond two standard deviations.
  expect(beyondTwo).toBeGreaterThan(0.04);
  expect(beyondTwo).toBeLessThan(0.051);
  expect(row("1/a", 0)).toEqual(values);
  for (const other of [row("2/a", 0), row("1/b", 0), row("1/a", 1)]) expect(other).not.toEqual(values);
});
