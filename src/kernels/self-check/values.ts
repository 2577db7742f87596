/** Numbers for the check of the kernels when a backend starts: the same on every run, made in microseconds. */
import { bytesPerWeight } from "../checks.ts";
import type { MatrixSource, WeightDtype } from "../contract.ts";

/** `length` values between -1 and 1. */
export function someValues(length: number, seed: number): Float32Array {
  const values = new Float32Array(length);
  // Whole numbers of 24 bits by a linear congruence (Knuth), cheaper than a sine in code that runs once.
  for (let i = 0, state = seed; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    values[i] = (state >> 8) / 2 ** 23;
  }
  return values;
}

/** A matrix of stored form `kind`: every bit pattern that is an ordinary number of that form can occur. */
export function someMatrix(kind: WeightDtype["kind"], rows: number, columns: number): MatrixSource {
  const values = someValues(rows * columns, 3);
  const bytes = new Uint8Array(values.length * bytesPerWeight(kind));
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) storeOne(kind, view, i, values[i]!);
  const dtype = withScales(kind, rows, columns);
  const rowBytes = columns * bytesPerWeight(kind);
  const readRows: MatrixSource["readRows"] = (target, first, count) =>
    target.set(bytes.subarray(first * rowBytes, (first + count) * rowBytes));
  return { name: `the check's ${kind} matrix`, rows, columns, dtype, readRows };
}

/** Blocks are small, so that a small matrix has several and ragged ones. */
function withScales(kind: WeightDtype["kind"], rows: number, columns: number): WeightDtype {
  const scales = (length: number) => someValues(length, 5).map((x) => 0.5 + x * x);
  if (kind === "float8" || kind === "int8") return { kind, rowScales: scales(rows) };
  if (kind !== "float8-blocks") return { kind };
  const [blockRows, blockColumns] = [3, 17];
  const blockScales = scales(Math.ceil(rows / blockRows) * Math.ceil(columns / blockColumns));
  return { kind, blockRows, blockColumns, blockScales };
}

/** Stores a number of the form that has to do with `value`; a float8 code is picked, not rounded. */
function storeOne(kind: WeightDtype["kind"], view: DataView, index: number, value: number): void {
  switch (kind) {
    case "float32":
      view.setFloat32(index * 4, value, true);
      break;
    case "bfloat16":
      view.setUint16(index * 2, new Uint32Array(Float32Array.of(value).buffer)[0]! >>> 16, true);
      break;
    case "float16":
      view.setUint16(index * 2, 0x2c00 + Math.floor((value + 1) * 0x800), true);
      break;
    case "float8":
    case "float8-blocks":
      // Magnitudes 0 to 0x57 (22), so that no code outweighs all others.
      view.setUint8(index, (value < 0 ? 0x80 : 0) | Math.floor(Math.abs(value) * 0x58));
      break;
    case "int8":
      view.setInt8(index, Math.floor(value * 128));
      break;
  }
}
