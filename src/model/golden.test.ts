import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Backend, createReferenceBackend, createWasmBackend } from "../kernels/index.ts";
import type { LanguageModel } from "./contract.ts";
import { loadModel } from "./load-model.ts";

const golden = fileURLToPath(new URL("../../test/golden/", import.meta.url));

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
  const rows: Float32Array[] = [];
  // Backwards, so that a block's number never equals its place.
  const blocks = Uint32Array.from({ length: model.cache.blocks }, (_, i) => model.cache.blocks - 1 - i);
  for (let past = 0; past < tokens.length; past += stepTokens) {
    const step = Uint32Array.from(tokens.slice(past, past + stepTokens));
    const logits = await model.step([{ tokens: step, past, blocks, logits: "all" }]);
    for (let i = 0; i < step.length; i++) rows.push(logits.slice(i * VOCABULARY, (i + 1) * VOCABULARY));
  }
  return rows;
}

const VOCABULARY = 97;

type Rows = readonly { readonly got: Float32Array; readonly expected: readonly number[] }[];

/** Squared deviation of each row's logits from their mean, summed. */
function spread(expected: readonly number[]): number {
  const mean = expected.reduce((sum, value) => sum + value, 0) / expected.length;
  return expected.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/** Largest error of a logit in units of its row's standard deviation. */
function largestError(rows: Rows): number {
  const errors = rows.map(({ got, expected }) => {
    const largest = Math.max(...expected.map((value, id) => Math.abs(got[id]! - value)));
    return largest / Math.sqrt(spread(expected) / expected.length);
  });
  return Math.max(...errors);
}

/** Sum of squared errors over the sum of squared deviations. */
function meanSquareError(rows: Rows): number {
  const squares = ({ got, expected }: Rows[number]) =>
    expected.reduce((sum, value, id) => sum + (got[id]! - value) ** 2, 0);
  const total = (each: (row: Rows[number]) => number) => rows.reduce((sum, row) => sum + each(row), 0);
  return total(squares) / total(({ expected }) => spread(expected));
}

interface GoldenBackend {
  readonly name: string;
  readonly create: () => Promise<Backend>;
  readonly measure: (rows: Rows) => number;
  readonly tolerance: number;
}

// float32 against float64 over two layers measures 1e-6. Weights repacked to int8 cost a mean square of 8e-4 a matrix
// (31 dB); about ten of them lie between a token and its logits: 8e-3, where single logits may stand out further.
const exact = { measure: largestError, tolerance: 2e-5 };
const backends: readonly GoldenBackend[] = [
  { name: "reference", create: async () => createReferenceBackend(), ...exact },
  { name: "wasm exact", create: () => createWasmBackend({ threads: 1, compute: "exact" }), ...exact },
  { name: "wasm exact, 2 threads", create: () => createWasmBackend({ threads: 2, compute: "exact" }), ...exact },
  {
    name: "wasm fast",
    create: () => createWasmBackend({ threads: 1, compute: "fast" }),
    measure: meanSquareError,
    tolerance: 1e-2,
  },
];

describe.each(backends)("golden logits on $name", ({ create, measure, tolerance }) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await create();
  });
  afterAll(() => backend.dispose());

  const folders = ["llama-tiny/tied", "llama-tiny/untied", "qwen3-tiny/tied", "qwen3-tiny/untied"];
  describe.each(folders)("%s head", (folder) => {
    let model: LanguageModel;
    beforeAll(async () => {
      model = await loadModel(golden + folder, backend);
    });
    afterAll(() => model.dispose());

    test.each(readCases(folder))("$name", async ({ tokens, positions, logits }) => {
      const rows = await logitsOf(model, tokens, 256);
      const compared = positions.map((position, i) => ({ got: rows[position]!, expected: logits[i]! }));
      expect(measure(compared)).toBeLessThan(tolerance);
    });

    test("a prompt in one step, in chunks and token by token gives the same", async () => {
      const { tokens } = readCases(folder)[0]!;
      const whole = await logitsOf(model, tokens, 256);
      for (const stepTokens of [1, 7]) {
        const chunked = await logitsOf(model, tokens, stepTokens);
        const compared = chunked.map((got, i) => ({ got, expected: [...whole[i]!] }));
        expect(largestError(compared)).toBeLessThan(2e-5);
      }
    });
  });

  test("everything is freed", () => {
    expect(backend.liveBytes).toBe(0);
  });
});
