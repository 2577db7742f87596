import { HermesError } from "../../errors.ts";
import { roundToBfloat16 } from "./bfloat16.ts";
import { encodeFloat8, MAX_FLOAT8 } from "./float8.ts";

/**
 * Quantizes one row: writes its float8 codes and returns its scale, so that value = code * scale.
 * The scale is amax / 448 rounded to bfloat16, which is how it is stored (compressed-tensors, strategy "channel").
 * @throws HermesError "usage" when a value is not finite or the lengths differ.
 */
export function quantizeFloat8Row(values: Float32Array, codes: Uint8Array): number {
  if (codes.length !== values.length) {
    throw new HermesError(
      "usage",
      `quantizeFloat8Row: ${values.length} values, but room for ${codes.length} codes.`,
      {},
    );
  }
  const scale = float8RowScale(values);
  for (let index = 0; index < values.length; index++) codes[index] = encodeFloat8(values[index]! / scale);
  return scale;
}

/** The scale `quantizeFloat8Row` uses for this row; 1 for a row of zeros. */
export function float8RowScale(values: Float32Array): number {
  let largest = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) {
      throw new HermesError("usage", `A row to be quantized holds ${value}; expected finite weights only.`, {});
    }
    largest = Math.max(largest, Math.abs(value));
  }
  // Below float32's range the scale becomes 0; such a row is stored as zeros.
  return roundToBfloat16(largest / MAX_FLOAT8) || 1;
}
