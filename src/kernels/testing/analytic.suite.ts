/** Cases whose answer is known without computing it another way; they keep the reference itself honest. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend, FloatBuffer } from "../contract.ts";
import { sourceOf } from "./matrices.ts";
import { gaussian } from "./random.ts";

/** Starting threads takes long on a busy machine. */
const CREATE_LIMIT_MS = 60_000;

export function describeAnalytic(name: string, create: () => Backend | Promise<Backend>): void {
  describe(`${name} on known answers`, () => {
    let backend: Backend;
    beforeAll(async () => {
      backend = await create();
    }, CREATE_LIMIT_MS);
    afterAll(() => backend.dispose());

    function hold(values: ArrayLike<number>): FloatBuffer {
      const buffer = backend.createBuffer(values.length);
      backend.write(buffer, Float32Array.from(values));
      return buffer;
    }

    async function expectValues(buffer: FloatBuffer, expected: readonly number[]): Promise<void> {
      const found = await backend.read(buffer);
      expect(found.length).toBe(expected.length);
      expected.forEach((value, i) => {
        expect(found[i]).toBeCloseTo(value, 5);
      });
    }

    it("linear and embed: a matrix of three stored bytes a row", async () => {
      // 0x38 = 1, 0x40 = 2, 0xc4 = -3, 0x01 = 2^-9; row scales 1 and 0.5.
      const bytes = Uint8Array.from([0x38, 0x40, 0xc4, 0x01, 0x00, 0x80]);
      const dtype = { kind: "float8", rowScales: Float32Array.from([1, 0.5]) } as const;
      const matrix = await backend.loadMatrix(sourceOf("known", 2, 3, dtype, bytes));
      const out = hold([0, 0]);
      backend.linear(out, hold([10, 100, 512]), matrix, 1);
      await expectValues(out, [10 + 200 - 1536, 10 / 1024]);
      const rows = hold(new Float32Array(6));
      backend.embed(rows, matrix, Uint32Array.from([1, 0]));
      await expectValues(rows, [2 ** -10, 0, 0, 1, 2, -3]);
    });

    it("rmsNorm: values of equal size become the weights, with their sign", async () => {
      const x = hold([3, -3, 3, 3]);
      backend.rmsNorm(x, x, hold([1, 2, 3, 4]), { tokens: 1, width: 4, epsilon: 0 });
      await expectValues(x, [1, -2, 3, 4]);
    });

    it("rotary: a quarter turn moves the first half to the second", async () => {
      const x = hold([1, 0, 0, 1, 1, 0, 0, 1]);
      const shape = { tokens: 2, heads: 1, headDim: 4, firstPosition: 0 };
      backend.rotary(x, hold([Math.PI / 2, Math.PI]), shape);
      await expectValues(x, [1, 0, 0, 1, 0, 0, 1, -1]);
    });

    it("attention: equal keys average the values seen so far, per group of heads", async () => {
      const shape = { tokens: 2, past: 1, heads: 2, kvHeads: 1, headDim: 4 };
      const out = hold(new Float32Array(16));
      const values = hold([1, 2, 3, 4, 3, 4, 5, 6, 5, 6, 7, 8]);
      backend.attention(out, hold(gaussian(1, 16)), hold(new Float32Array(12).fill(1)), values, shape);
      await expectValues(out, [2, 3, 4, 5, 2, 3, 4, 5, 3, 4, 5, 6, 3, 4, 5, 6]);
    });

    it("softmax: odds of 1 to 3; equal values share", async () => {
      const x = hold([0, Math.log(3), 5, 5]);
      backend.softmax(x, 2, 2);
      await expectValues(x, [0.25, 0.75, 0.5, 0.5]);
    });

    it("swiglu: 0 stays 0, far positive passes, far negative vanishes", async () => {
      const out = hold([9, 9, 9]);
      backend.swiglu(out, hold([0, 60, -60]), hold([5, 2, 2]), 3);
      await expectValues(out, [0, 120, 0]);
    });

    it("add: only the first `length` values", async () => {
      const x = hold([1, 2, 3]);
      backend.add(x, hold([10, 20, 30]), 2);
      await expectValues(x, [11, 22, 3]);
    });
  });
}
