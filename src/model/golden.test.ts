import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Backend, createReferenceBackend, createWasmBackend } from "../kernels/index.ts";
import { type LanguageModel, loadModel } from "./load-model.ts";

const golden = fileURLToPath(new URL("../../test/golden/llama-tiny/", import.meta.url));

interface GoldenCase {
  readonly name: string;
  readonly tokens: number[];
  readonly positions: number[];
  readonly logits: number[][];
}

function readCases(folder: string): GoldenCase[] {
  return JSON.parse(readFileSync(`${golden}${folder}/logits.json`, "utf8")).cases;
}

/** Logits of every token, [tokens][vocabulary], with the prompt cut into steps of `stepTokens`. */
async function logitsOf(model: LanguageModel, tokens: readonly number[], stepTokens: number): Promise<Float32Array[]> {
  const cache = model.createCache();
  const rows: Float32Array[] = [];
  for (let from = 0; from < tokens.length; from += stepTokens) {
    const step = Uint32Array.from(tokens.slice(from, from + stepTokens));
    const logits = await model.step(step, cache, "all");
    for (let i = 0; i < step.length; i++) rows.push(logits.slice(i * VOCABULARY, (i + 1) * VOCABULARY));
  }
  cache.dispose();
  return rows;
}

const VOCABULARY = 97;

/** Largest error of a logit in units of the row's standard deviation. */
function largestError(got: Float32Array, expected: readonly number[]): number {
  const mean = expected.reduce((sum, value) => sum + value, 0) / expected.length;
  const deviation = Math.sqrt(expected.reduce((sum, value) => sum + (value - mean) ** 2, 0) / expected.length);
  return Math.max(...expected.map((value, id) => Math.abs(got[id]! - value))) / deviation;
}

// float32 against float64 over two layers measures 1e-6; int8 weights with int16 activations cost about 31 dB a layer.
const backends: { name: string; create: () => Promise<Backend>; tolerance: number }[] = [
  { name: "reference", create: async () => createReferenceBackend(), tolerance: 2e-5 },
  { name: "wasm exact", create: () => createWasmBackend({ threads: 1, compute: "exact" }), tolerance: 2e-5 },
  { name: "wasm exact, 2 threads", create: () => createWasmBackend({ threads: 2, compute: "exact" }), tolerance: 2e-5 },
  { name: "wasm fast", create: () => createWasmBackend({ threads: 1, compute: "fast" }), tolerance: 0.35 },
];

describe.each(backends)("golden logits on $name", ({ create, tolerance }) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await create();
  });
  afterAll(() => backend.dispose());

  describe.each(["tied", "untied"])("%s head", (folder) => {
    let model: LanguageModel;
    beforeAll(async () => {
      model = await loadModel(golden + folder, backend);
    });
    afterAll(() => model.dispose());

    test.each(readCases(folder))("$name", async ({ tokens, positions, logits }) => {
      const rows = await logitsOf(model, tokens, 256);
      for (const [i, position] of positions.entries()) {
        expect(largestError(rows[position]!, logits[i]!)).toBeLessThan(tolerance);
      }
    });

    test("a prompt in one step, in chunks and token by token gives the same", async () => {
      const { tokens } = readCases(folder)[0]!;
      const whole = await logitsOf(model, tokens, 256);
      for (const stepTokens of [1, 7]) {
        const chunked = await logitsOf(model, tokens, stepTokens);
        for (const [i, row] of chunked.entries()) expect(largestError(row, [...whole[i]!])).toBeLessThan(2e-5);
      }
    });
  });

  test("everything is freed", () => {
    expect(backend.liveBytes).toBe(0);
  });
});
