/** Ownership and misuse, the same for every backend. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend, BlockCacheShape } from "../contract.ts";
import { randomSource, sourceOf } from "./matrices.ts";

const SMALL_CACHE: BlockCacheShape = {
  layers: 2,
  kvHeads: 1,
  headDim: 8,
  blockTokens: 16,
  blocks: 3,
  dtype: "float16",
};
/** Starting threads takes long on a busy machine. */
const CREATE_LIMIT_MS = 60_000;

export function describeLifecycle(name: string, create: () => Backend | Promise<Backend>): void {
  describe(`${name} lifecycle`, () => {
    let backend: Backend;
    beforeAll(async () => {
      backend = await create();
    }, CREATE_LIMIT_MS);
    afterAll(() => backend.dispose());
    const misused = expect.objectContaining({ code: "kernel-misuse" });
    const gone = expect.objectContaining({ code: "disposed" });

    it("counts live bytes back to zero; disposing twice is harmless", async () => {
      const buffer = backend.createBuffer(100);
      const matrix = await backend.loadMatrix(randomSource("float8", 7, 9, 1));
      const cache = backend.createBlockCache(SMALL_CACHE);
      expect(cache.byteLength).toBe(SMALL_CACHE.blocks * cache.blockByteLength);
      expect(backend.liveBytes).toBe(400 + matrix.byteLength + cache.byteLength);
      for (let time = 0; time < 2; time++) {
        buffer.dispose();
        cache.dispose();
        matrix.dispose();
      }
      expect(backend.liveBytes).toBe(0);
    });

    it("gives new buffers as zeros, also where old values lay", async () => {
      const first = backend.createBuffer(64);
      backend.write(first, new Float32Array(64).fill(7));
      first.dispose();
      const second = backend.createBuffer(64);
      expect(await backend.read(second)).toEqual(new Float32Array(64));
      second.dispose();
    });

    it("shares storage between a buffer and its windows, which own nothing", async () => {
      const whole = backend.createBuffer(10);
      const window = whole.slice(2, 6).slice(1, 3);
      backend.write(window, Float32Array.from([1, 2, 3]));
      window.dispose();
      expect([...(await backend.read(whole))]).toEqual([0, 0, 0, 1, 2, 3, 0, 0, 0, 0]);
      whole.dispose();
      expect(backend.liveBytes).toBe(0);
      await expect(backend.read(window)).rejects.toThrow(gone);
    });

    it("refuses disposed objects", async () => {
      const matrix = await backend.loadMatrix(randomSource("float32", 2, 2, 1));
      const buffer = backend.createBuffer(4);
      matrix.dispose();
      expect(() => backend.linear(buffer, buffer, matrix, 1)).toThrow(gone);
      buffer.dispose();
      expect(() => backend.add(buffer, buffer, 4)).toThrow(gone);
      expect(() => buffer.slice(0, 1)).toThrow(gone);
      const cache = backend.createBlockCache(SMALL_CACHE);
      cache.dispose();
      await expect(backend.readBlock(cache, 0)).rejects.toThrow(gone);
    });

    it("refuses objects of another backend", async () => {
      const other = await create();
      const buffer = other.createBuffer(4);
      expect(() => backend.add(buffer, buffer, 4)).toThrow(misused);
      const cache = other.createBlockCache(SMALL_CACHE);
      await expect(backend.readBlock(cache, 0)).rejects.toThrow(misused);
      await other.dispose();
    });

    it("checks shapes at the door", async () => {
      const matrix = await backend.loadMatrix(randomSource("int8", 4, 8, 1));
      const [four, eight] = [backend.createBuffer(4), backend.createBuffer(8)];
      const cacheShape = { ...SMALL_CACHE, layers: 1, headDim: 4, blockTokens: 4, blocks: 2 };
      const cache = backend.createBlockCache(cacheShape);
      const span = { tokens: 1, past: 0, blocks: Uint32Array.from([1]) };
      const positions = Uint32Array.from([0]);
      expect(() => backend.createBuffer(-1)).toThrow(misused);
      expect(() => backend.createBuffer(1.5)).toThrow(misused);
      expect(() => four.slice(2, 3)).toThrow(misused);
      expect(() => backend.write(four, new Float32Array(5))).toThrow(misused);
      expect(() => backend.linear(four, four, matrix, 1)).toThrow(misused);
      expect(() => backend.linear(four, eight, matrix, 2)).toThrow(misused);
      expect(() => backend.embed(eight, matrix, Uint32Array.from([4]))).toThrow(misused);
      expect(() => backend.embed(four, matrix, Uint32Array.from([0]))).toThrow(misused);
      expect(() => backend.rmsNorm(eight, four, four, { tokens: 2, width: 4, epsilon: 0 })).toThrow(misused);
      expect(() => backend.rotary(four, new Float64Array(2), positions, { heads: 1, headDim: 3 })).toThrow(misused);
      expect(() => backend.rotary(four, new Float64Array(2), positions, { heads: 2, headDim: 4 })).toThrow(misused);
      for (const wrong of [{ kvHeads: 0 }, { headDim: 6 }, { blockTokens: 5 }, { blocks: -1 }, { layers: 0.5 }]) {
        expect(() => backend.createBlockCache({ ...cacheShape, ...wrong })).toThrow(misused);
      }
      for (const wrong of [{ past: 4 }, { past: -1 }, { tokens: 2 }, { blocks: Uint32Array.from([2]) }]) {
        const spans = [{ ...span, ...wrong }];
        expect(() => backend.storeKeyValues(cache, 0, four, four, spans)).toThrow(misused);
        expect(() => backend.attention(four, four, cache, 0, spans, 1)).toThrow(misused);
      }
      expect(() => backend.attention(four, four, cache, 1, [span], 1)).toThrow(misused);
      expect(() => backend.attention(four, four, cache, 0, [span], 2)).toThrow(misused);
      expect(() => backend.writeBlock(cache, 2, new Uint8Array(cache.blockByteLength))).toThrow(misused);
      expect(() => backend.writeBlock(cache, 0, new Uint8Array(cache.blockByteLength - 1))).toThrow(misused);
      expect(() => backend.swiglu(four, eight, four, 5)).toThrow(misused);
      for (const object of [matrix, cache, four, eight]) object.dispose();
    });

    it("refuses impossible matrices", async () => {
      const scales = { kind: "float8", rowScales: new Float32Array(2) } as const;
      await expect(backend.loadMatrix(sourceOf("m", 3, 1, scales, new Uint8Array(3)))).rejects.toThrow(misused);
      await expect(backend.loadMatrix(randomSource("float32", 0, 4, 1))).rejects.toThrow(misused);
      const blocks = {
        kind: "float8-blocks",
        blockRows: 2,
        blockColumns: 2,
        blockScales: new Float32Array(2),
      } as const;
      for (const wrong of [{}, { blockRows: 0 }, { blockColumns: -1 }, { blockColumns: 0.5 }]) {
        const source = sourceOf("m", 3, 3, { ...blocks, ...wrong }, new Uint8Array(9));
        await expect(backend.loadMatrix(source)).rejects.toThrow(misused);
      }
    });

    it("frees everything with the backend, whose use is then refused", async () => {
      const other = await create();
      other.createBuffer(8);
      other.createBlockCache(SMALL_CACHE);
      await other.loadMatrix(randomSource("bfloat16", 3, 3, 1));
      await other.dispose();
      await other.dispose();
      expect(other.liveBytes).toBe(0);
      expect(() => other.createBuffer(1)).toThrow(gone);
      await expect(other.loadMatrix(randomSource("float32", 1, 1, 1))).rejects.toThrow(gone);
    });
  });
}
