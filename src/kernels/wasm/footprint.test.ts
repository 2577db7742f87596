import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend } from "../contract.ts";
import { weightKinds } from "../ops/linear/cases.ts";
import { randomSource } from "../testing/matrices.ts";
import { cacheBlockByteLength, matrixByteLength } from "./footprint.ts";
import { createWasmBackend } from "./wasm-backend.ts";

describe.each(["exact", "fast"] as const)("footprint, %s", (compute) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createWasmBackend({ threads: 1, compute });
  });
  afterAll(() => backend.dispose());

  it.each(weightKinds)("is what a %s matrix takes", async (kind) => {
    for (const [rows, columns] of [
      [1, 1],
      [16, 32],
      [33, 7],
      [130, 259],
    ] as const) {
      const source = randomSource(kind, rows, columns, 1);
      const blockColumns = source.dtype.kind === "float8-blocks" ? source.dtype.blockColumns : undefined;
      const matrix = await backend.loadMatrix(source);
      expect(matrixByteLength(kind, compute, rows, columns, blockColumns)).toBe(matrix.byteLength);
      expect(backend.liveBytes).toBe(matrix.byteLength);
      matrix.dispose();
    }
  });

  it.each(["float32", "float16", "int8"] as const)("is what a %s cache takes", (dtype) => {
    for (const [headDim, blockTokens] of [
      [64, 16],
      [20, 32],
      [128, 4],
    ] as const) {
      const shape = { layers: 3, kvHeads: 2, headDim, blockTokens, blocks: 5, dtype };
      const cache = backend.createBlockCache(shape);
      expect(cacheBlockByteLength(shape)).toBe(cache.blockByteLength);
      expect(cache.byteLength).toBe(5 * cache.blockByteLength);
      cache.dispose();
    }
  });
});
