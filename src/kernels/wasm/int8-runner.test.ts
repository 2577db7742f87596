import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend, FloatBuffer } from "../contract.ts";
import { randomSource } from "../testing/matrices.ts";
import { gaussian } from "../testing/random.ts";
import { createWasmBackend } from "./wasm-backend.ts";

/** Starting threads takes long on a busy machine. */
const CREATE_LIMIT_MS = 60_000;
/** So small that a part of the matrix lies in a second memory. */
const SMALL_MEMORY_BYTES = 1 << 20;

function hold(backend: Backend, values: Float32Array): FloatBuffer {
  const buffer = backend.createBuffer(values.length);
  backend.write(buffer, values);
  return buffer;
}

describe("int8 linears over threads, memories and batches", () => {
  const [rows, columns, tokens] = [1501, 520, 131];
  const source = randomSource("float8", rows, columns, 1);
  const x = gaussian(2, tokens * columns);

  async function compute(options: { threads: number; memoryLimitBytes?: number }, firstToken: number, count: number) {
    const backend = await createWasmBackend({ ...options, compute: "fast" });
    const matrix = await backend.loadMatrix(source);
    const out = backend.createBuffer(count * rows);
    const input = hold(backend, x.subarray(firstToken * columns, (firstToken + count) * columns));
    // Twice: workers may only stand for the second time.
    for (let time = 0; time < 2; time++) backend.linear(out, input, matrix, count);
    const result = await backend.read(out);
    await backend.dispose();
    return result;
  }

  it("give the same bits", async () => {
    const expected = await compute({ threads: 1 }, 0, tokens);
    expect(await compute({ threads: 2 }, 0, tokens)).toEqual(expected);
    expect(await compute({ threads: 3, memoryLimitBytes: SMALL_MEMORY_BYTES }, 0, tokens)).toEqual(expected);
    for (const [first, count] of [
      [130, 1],
      [7, 2],
      [60, 8],
    ] as const) {
      const alone = expected.subarray(first * rows, (first + count) * rows);
      expect(await compute({ threads: 2 }, first, count)).toEqual(alone);
    }
  });
});

describe("quantised activations", () => {
  const width = 64;
  const cacheShape = { layers: 1, kvHeads: 1, headDim: width, blockTokens: 16, blocks: 1, dtype: "float32" } as const;
  const spans = [{ tokens: 2, past: 0, blocks: Uint32Array.of(0) }];
  let backend: Backend;
  beforeAll(async () => {
    backend = await createWasmBackend({ threads: 1, compute: "fast" });
  }, CREATE_LIMIT_MS);
  afterAll(() => backend.dispose());

  const changes: Record<string, (x: FloatBuffer, y: FloatBuffer) => Promise<void> | void> = {
    write: (x) => backend.write(x, gaussian(8, 2 * width)),
    add: (x, y) => backend.add(x, y, 2 * width),
    swiglu: (x, y) => backend.swiglu(x, y, y, 2 * width),
    rmsNorm: (x, y) => backend.rmsNorm(x, x, y, { tokens: 2, width, epsilon: 0 }),
    rotary: (x) => {
      const frequencies = Float64Array.from({ length: width / 2 }, (_, i) => 1 / (i + 1));
      backend.rotary(x, frequencies, Uint32Array.of(3, 9), { heads: 1, headDim: width });
    },
    attention: (x, y) => {
      const cache = backend.createBlockCache(cacheShape);
      backend.storeKeyValues(cache, 0, y, y, spans);
      backend.attention(x, y, cache, 0, spans, 1);
      cache.dispose();
    },
    embed: async (x) => {
      const table = await backend.loadMatrix(randomSource("int8", 4, width, 6));
      backend.embed(x, table, Uint32Array.of(3, 1));
      table.dispose();
    },
    linear: async (x, y) => {
      const square = await backend.loadMatrix(randomSource("int8", width, width, 7));
      backend.linear(x, y, square, 2);
      square.dispose();
    },
  };

  it.each(Object.entries(changes))("are made anew when %s changed them", async (_, change) => {
    const matrix = await backend.loadMatrix(randomSource("int8", 33, width, 1));
    const [x, y] = [hold(backend, gaussian(2, 2 * width)), hold(backend, gaussian(3, 2 * width))];
    const [out, again, expected] = [0, 1, 2].map(() => backend.createBuffer(2 * 33)) as [
      FloatBuffer,
      FloatBuffer,
      FloatBuffer,
    ];
    backend.linear(out, x, matrix, 2);
    const before = await backend.read(x);
    await change(x, y);
    backend.linear(again, x, matrix, 2);
    const after = await backend.read(x);
    expect(after).not.toEqual(before);
    backend.linear(expected, hold(backend, after), matrix, 2);
    expect(await backend.read(again)).toEqual(await backend.read(expected));
    for (const object of [matrix, x, y, out, again, expected]) object.dispose();
  });
});
