import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Backend, createWasmBackend } from "../kernels/index.ts";
import type { LanguageModel } from "./contract.ts";
import { loadModel } from "./load-model.ts";

const golden = fileURLToPath(new URL("../../test/golden/", import.meta.url));
const expected = JSON.parse(readFileSync(`${golden}llama-long/logits.json`, "utf8"));
const VOCABULARY = 97;
const BLOCK = 16;
/** The whole context has 8,192 blocks; only what is written takes memory. */
const CONTEXT = 131_072;

/** In standard deviations of a row's logits: float32 sums over 131,072 keys against float64. */
const TOLERANCE = 1e-4;

function largestError(got: Float32Array, wanted: readonly number[]): number {
  const mean = wanted.reduce((sum, value) => sum + value, 0) / wanted.length;
  const deviation = Math.sqrt(wanted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / wanted.length);
  return Math.max(...wanted.map((value, id) => Math.abs(got[id]! - value))) / deviation;
}

describe("a context of 131,072, stretched from 8,192", () => {
  const folder = mkdtempSync(join(tmpdir(), "hermes-long-"));
  let backend: Backend;
  let model: LanguageModel;
  beforeAll(async () => {
    const { rope_theta, max_position_embeddings, original_max_position_embeddings } = expected.config;
    const config = JSON.parse(readFileSync(`${golden}llama-tiny/tied/config.json`, "utf8"));
    Object.assign(config, { rope_theta, max_position_embeddings });
    Object.assign(config.rope_scaling, { original_max_position_embeddings });
    cpSync(`${golden}llama-tiny/tied/model.safetensors`, join(folder, "model.safetensors"));
    writeFileSync(join(folder, "config.json"), JSON.stringify(config));
    backend = await createWasmBackend({ compute: "exact" });
    model = await loadModel(folder, backend);
  });
  afterAll(async () => {
    await model.dispose();
    await backend.dispose();
    rmSync(folder, { recursive: true });
  });
  const token = (i: number): number => (i * i * 31 + i * 7) % VOCABULARY;
  const blocks = Uint32Array.from({ length: CONTEXT / BLOCK }, (_, i) => i);

  test("positions 8,191, 8,192 and far beyond equal the golden script's", async () => {
    expect(model.contextLength).toBe(CONTEXT);
    const rows = new Map<number, Float32Array>();
    for (let past = 0; past < expected.tokens; past += 250) {
      const tokens = Uint32Array.from({ length: Math.min(250, expected.tokens - past) }, (_, i) => token(past + i));
      const wanted = expected.positions.filter((at: number) => at >= past && at < past + tokens.length);
      const logits = await model.step([{ tokens, past, blocks, logits: wanted.length > 0 ? "all" : "none" }]);
      for (const at of wanted) rows.set(at, logits.slice((at - past) * VOCABULARY, (at - past + 1) * VOCABULARY));
    }
    for (const [i, at] of expected.positions.entries()) {
      expect(largestError(rows.get(at)!, expected.logits[i]), `position ${at}`).toBeLessThan(TOLERANCE);
    }
  });

  test("the last positions of the context, over 131,040 remembered ones", async () => {
    const { tokens: count, copies, logits: wanted } = expected.end;
    const first = Uint32Array.from({ length: BLOCK }, (_, i) => token(i));
    await model.step([{ tokens: first, past: 0, blocks: Uint32Array.of(7), logits: "none" }]);
    const past = copies * BLOCK;
    expect(past + count).toBe(CONTEXT);
    // Every block but the last two is the same remembered one.
    const repeated = Uint32Array.from(blocks, (at) => (at < copies ? 7 : at));
    const tokens = Uint32Array.from({ length: count }, (_, i) => token(BLOCK + i));
    const logits = await model.step([{ tokens, past, blocks: repeated, logits: "all" }]);
    expect(largestError(logits.subarray(0, VOCABULARY), wanted[0])).toBeLessThan(TOLERANCE);
    expect(largestError(logits.subarray(-VOCABULARY), wanted[1])).toBeLessThan(TOLERANCE);
  });
});
