/** Bytes a value takes, by the dtype names of safetensors. Sub-byte dtypes are left out: no model we run uses them. */
const bytesPerValue = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  I64: 8,
  U64: 8,
  F64: 8,
} as const;

export type Dtype = keyof typeof bytesPerValue;

export const knownDtypes = Object.keys(bytesPerValue) as readonly Dtype[];

export function isDtype(value: unknown): value is Dtype {
  return typeof value === "string" && Object.hasOwn(bytesPerValue, value);
}

/** Bytes one value of `dtype` takes. */
export function dtypeByteLength(dtype: Dtype): number {
  return bytesPerValue[dtype];
}

/** Number of values in a tensor of `shape`; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}
