import { type MatmulShape, referenceMatmul } from "../ops/training/matmul/reference.ts";
import { createTrainingKernels } from "./load.ts";

/** Products of float32 values in [-1, 1] summed 40 deep: rounding stays below 40 * 2^-24 * 40; a wrong lane is far above. */
const TOLERANCE = 1e-4;
const PAGE_BYTES = 65_536;
/** V8 recompiles hot functions with the optimising compiler, the only one the flag acts on; so the check runs until hot. */
const WARM_UP_RUNS = 200;

/** Compares the compiled matrix product with plain loops, in all its forms and with tails, after V8 has optimised it. */
export function matmulAgreesWithReference(module: WebAssembly.Module): boolean {
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 65_536, shared: true });
  const kernels = createTrainingKernels(module, memory);
  const floats = new Float32Array(memory.buffer);
  const [a, b, c, scratch] = [PAGE_BYTES, 2 * PAGE_BYTES, 3 * PAGE_BYTES, 4 * PAGE_BYTES];
  for (let i = 0; i < 3 * (PAGE_BYTES / 4); i++)
    floats[PAGE_BYTES / 4 + i] = Math.sin(i * 12.9898) * Math.cos(i * 0.37);
  const [rows, columns, depth] = [45, 53, 40];
  for (let form = 0; form < 4; form++) {
    const shape: MatmulShape = {
      ...{ rows, columns, depth, aTransposed: (form & 1) === 1, bTransposed: (form & 2) === 2 },
      ...{ aStride: 64, bStride: 64, cStride: 64 },
    };
    const expected = new Float64Array(rows * 64);
    referenceMatmul(expected, floats.subarray(a / 4, b / 4), floats.subarray(b / 4, c / 4), shape);
    for (let run = 0; run < WARM_UP_RUNS; run++) {
      kernels.matmul(c, 64, a, 64, form & 1, b, 64, form >> 1, rows, columns, depth, 0, scratch);
    }
    const got = floats.subarray(c / 4, c / 4 + rows * 64);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        if (!(Math.abs(got[i * 64 + j]! - expected[i * 64 + j]!) <= TOLERANCE)) return false;
      }
    }
  }
  return true;
}
