import type { CacheDtype } from "../../contract.ts";

export interface KeyValuesCase {
  readonly name: string;
  readonly dtype: CacheDtype;
  /** One head of values. */
  readonly values: readonly number[];
}

const ANY = [0.1, -7.3, 1e-3, 250.7, -0.99, 3, -2e-5, 12.5, 1 / 3, -1 / 7, 88, -1e-4];

export const keyValuesCases: readonly KeyValuesCase[] = [
  { name: "float32 keeps every bit", dtype: "float32", values: [...ANY, 1e-42, -3e38, 1e38, 2 ** -149] },
  { name: "float16 rounds", dtype: "float16", values: ANY },
  { name: "float16 ties go to even", dtype: "float16", values: [1 + 2 ** -11, 1 + 3 * 2 ** -11, -2049, 2051] },
  { name: "float16 carries into the exponent", dtype: "float16", values: [2 - 2 ** -12, -4095.9, 0.49999, 1] },
  { name: "float16 saturates", dtype: "float16", values: [65504, 65519.9, 65520, -1e9] },
  {
    name: "float16 subnormals",
    dtype: "float16",
    values: [2 ** -14, 2 ** -14 - 2 ** -26, 2 ** -24, -(2 ** -25), 3 * 2 ** -25, 2 ** -26, 1e-42, 6e-5],
  },
  { name: "int8 rounds to steps of its largest", dtype: "int8", values: ANY },
  { name: "int8 ties go to even", dtype: "int8", values: [127, 0.5, 1.5, -2.5, -3.5, 126.5, -126.5, 0] },
  { name: "int8 of one value and zeros", dtype: "int8", values: [0, 0, -1e-30, 0] },
  { name: "int8 of zeros", dtype: "int8", values: [0, 0, 0, 0] },
  { name: "int8 of the largest values", dtype: "int8", values: [3e38, -3e38, 1e38, 1] },
];
