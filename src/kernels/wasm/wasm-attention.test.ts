import { expect, it } from "vitest";
import type { Backend, BlockCacheShape } from "../contract.ts";
import { describeAttention } from "../testing/attention.suite.ts";
import { describeKeyValues } from "../testing/key-values.suite.ts";
import type { WasmBlockCache } from "./block-cache.ts";
import { createWasmBackend } from "./wasm-backend.ts";

const MEBIBYTE = 1 << 20;
const SHAPE: BlockCacheShape = { layers: 5, kvHeads: 2, headDim: 64, blockTokens: 16, blocks: 50, dtype: "float32" };

/** A backend whose home memory has no room for a cache. */
async function createFull(threads: number): Promise<Backend> {
  const backend = await createWasmBackend({ threads, memoryLimitBytes: 4 * MEBIBYTE });
  backend.createBuffer(MEBIBYTE);
  return backend;
}

function arenasOf(cache: WasmBlockCache): number[] {
  return Array.from({ length: cache.shape.layers }, (_, layer) => cache.layer(layer).arena.index);
}

describeKeyValues("wasm", () => createWasmBackend({ threads: 1 }));
describeAttention("wasm, 1 thread,", () => createWasmBackend({ threads: 1 }));
describeAttention("wasm, 2 threads,", () => createWasmBackend({ threads: 2 }));
describeAttention("wasm, 2 threads, cache in other memories,", () => createFull(2));

it("keeps a layer whole and spreads layers over memories", async () => {
  const backend = await createWasmBackend({ threads: 1, memoryLimitBytes: 2 * MEBIBYTE });
  const cache = backend.createBlockCache(SHAPE) as WasmBlockCache;
  expect(cache.byteLength).toBe(5 * 50 * 2 * 2 * 64 * 16 * 4);
  expect(arenasOf(cache)).toEqual([0, 1, 2, 3, 4]);
  await backend.dispose();
});

it("leaves the home memory when that is full", async () => {
  const backend = await createFull(1);
  const cache = backend.createBlockCache(SHAPE) as WasmBlockCache;
  expect(arenasOf(cache)).toEqual([1, 1, 1, 1, 2]);
  await backend.dispose();
});

it("refuses a layer that no memory can hold and leaves nothing behind", async () => {
  const backend = await createWasmBackend({ threads: 1, memoryLimitBytes: MEBIBYTE });
  const tooLarge = { ...SHAPE, blocks: 100 };
  expect(() => backend.createBlockCache(tooLarge)).toThrow(expect.objectContaining({ code: "memory-exhausted" }));
  expect(backend.liveBytes).toBe(0);
  await backend.dispose();
});

it("uses the room of a disposed cache again", async () => {
  const backend = await createWasmBackend({ threads: 1, memoryLimitBytes: 4 * MEBIBYTE });
  const addresses = (): unknown => {
    const cache = backend.createBlockCache(SHAPE) as WasmBlockCache;
    const found = [0, 1, 2, 3, 4].map((layer) => [cache.layer(layer).arena.index, cache.layer(layer).address]);
    cache.dispose();
    return found;
  };
  expect(addresses()).toEqual(addresses());
  await backend.dispose();
});

it("takes pages of a cache only as blocks are written", async () => {
  const backend = await createWasmBackend({ threads: 1 });
  const before = process.memoryUsage.rss();
  const cache = backend.createBlockCache({ ...SHAPE, blocks: 50_000 });
  expect(cache.byteLength).toBe(4_096_000_000);
  backend.writeBlock(cache, 0, await backend.readBlock(cache, 49_999));
  expect(process.memoryUsage.rss() - before).toBeLessThan(100 * MEBIBYTE);
  await backend.dispose();
});
