import type { CacheDtype } from "../../contract.ts";

/** The largest finite binary16 value; keys and values beyond it are stored as it. */
const LARGEST_FLOAT16 = 65504;
const LARGEST_INT8 = 127;

/** Rounds the values of one head of one token, in place, to what the storage form can hold. */
export function roundStored(values: Float32Array, dtype: CacheDtype): void {
  if (dtype === "float16") {
    for (let i = 0; i < values.length; i++) values[i] = roundFloat16(values[i]!);
  } else if (dtype === "int8") {
    const scale = Math.fround(values.reduce((top, value) => Math.max(top, Math.abs(value)), 0) / LARGEST_INT8);
    if (scale === 0) return;
    for (let i = 0; i < values.length; i++) values[i] = roundHalfEven(values[i]! / scale) * scale;
  }
}

/** Nearest binary16 value, ties to even; overflow saturates. Steps: 2^-24 below 2^-14, else 2^-10 of the binade. */
function roundFloat16(value: number): number {
  const binade = Math.max(-14, Math.floor(Math.log2(Math.abs(value))));
  const step = 2 ** (binade - 10);
  const rounded = roundHalfEven(value / step) * step;
  return Math.max(-LARGEST_FLOAT16, Math.min(LARGEST_FLOAT16, rounded));
}

function roundHalfEven(value: number): number {
  const nearest = Math.round(value);
  return nearest - value === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
}
