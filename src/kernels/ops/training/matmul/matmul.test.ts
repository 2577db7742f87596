import { beforeAll, describe, expect, test } from "vitest";
import { compileTrainingKernels, createTrainingKernels, type TrainingKernels } from "../../../training/index.ts";
import { type MatmulShape, referenceMatmul } from "./reference.ts";

/** One tile is 6 x 16, one block 198 x 2048 x 256: sizes at these borders, minus and plus one. */
const sizes = [
  [1, 1, 1],
  [6, 16, 4],
  [5, 15, 3],
  [7, 17, 5],
  [12, 32, 255],
  [13, 33, 257],
  [199, 18, 40],
  [6, 2049, 7],
  [197, 40, 513],
] as const;
const forms = [
  { name: "a b", aTransposed: false, bTransposed: false },
  { name: "a b^T", aTransposed: false, bTransposed: true },
  { name: "a^T b", aTransposed: true, bTransposed: false },
  { name: "a^T b^T", aTransposed: true, bTransposed: true },
] as const;

/** Stored rows are a little longer than used, as in heads of attention; what lies between must stay untouched. */
const GAP = 3;
const UNTOUCHED = 7.5;
/** Byte addresses; the largest operand takes 2 MB. */
const [a, b, c, scratch] = [1, 3, 5, 7].map((megabytes) => megabytes * 2 ** 20) as [number, number, number, number];

describe.each([{ wide: true }, { wide: false }])("matmul, 256-bit code wanted: $wide", ({ wide }) => {
  const memory = new WebAssembly.Memory({ initial: 192, maximum: 65_536, shared: true });
  const floats = new Float32Array(memory.buffer);
  let kernels: TrainingKernels;

  beforeAll(async () => {
    kernels = createTrainingKernels((await compileTrainingKernels(wide)).module, memory);
    for (let i = a / 4; i < c / 4; i++) floats[i] = ((i * 7919) % 2003) / 1001.5 - 1;
  });

  const cases = forms.flatMap((form) => sizes.map(([rows, columns, depth]) => ({ ...form, rows, columns, depth })));

  test.each(cases)("$name of $rows x $columns x $depth", ({ rows, columns, depth, aTransposed, bTransposed }) => {
    const shape: MatmulShape = {
      ...{ rows, columns, depth, aTransposed, bTransposed },
      aStride: (aTransposed ? rows : depth) + GAP,
      bStride: (bTransposed ? depth : columns) + GAP,
      cStride: columns + GAP,
    };
    const length = rows * shape.cStride;
    for (const accumulate of [0, 1]) {
      floats.fill(UNTOUCHED, c / 4, c / 4 + length);
      const expected = new Float64Array(length);
      referenceMatmul(expected, floats.subarray(a / 4), floats.subarray(b / 4), shape);
      const { aStride, bStride, cStride } = shape;
      const flags = [Number(aTransposed), Number(bTransposed)] as const;
      kernels.matmul(c, cStride, a, aStride, flags[0], b, bStride, flags[1], rows, columns, depth, accumulate, scratch);
      const got = floats.subarray(c / 4, c / 4 + length);
      // Rounding of a sum of `depth` products of values up to 1.
      const tolerance = 1e-6 * depth + 1e-6 * UNTOUCHED;
      let worst = 0;
      for (let i = 0; i < length; i++) {
        const isGap = i % cStride >= columns;
        const target = isGap ? UNTOUCHED : expected[i]! + (accumulate ? UNTOUCHED : 0);
        worst = Math.max(worst, Math.abs(got[i]! - target));
      }
      expect(worst).toBeLessThan(tolerance);
    }
  });
});
