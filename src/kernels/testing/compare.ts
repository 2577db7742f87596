import { expect } from "vitest";
import type { Tolerance } from "./tolerances.ts";

/** Both measures of `actual` against `expected`; NaN must stand in the same places and counts as no error there. */
export function measure(actual: Float32Array, expected: Float32Array, floor = 0): Tolerance {
  let squares = 0;
  let errors = 0;
  let largestValue = 0;
  let largestError = 0;
  for (let i = 0; i < expected.length; i++) {
    const value = expected[i]!;
    if (Number.isFinite(value)) squares += value * value;
    if (Number.isFinite(value)) largestValue = Math.max(largestValue, Math.abs(value));
    if (Object.is(actual[i], value)) continue;
    const error = Math.abs(actual[i]! - value);
    if (error <= floor) continue;
    errors += error * error;
    largestError = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(largestError, error);
  }
  return {
    meanSquare: errors === 0 ? 0 : errors / squares,
    largest: largestError === 0 ? 0 : largestError / largestValue,
  };
}

/** Equal bit for bit; NaN equals the same NaN. */
export function expectSameBits<T extends Float32Array | Uint8Array>(actual: T, expected: T): void {
  const bytes = [actual, expected].map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  if (!bytes[0]!.equals(bytes[1]!)) expect(actual).toEqual(expected);
}

export function expectClose(actual: Float32Array, expected: Float32Array, tolerance: Tolerance): void {
  expect(actual.length).toBe(expected.length);
  const found = measure(actual, expected, tolerance.floor);
  expect(found.largest).toBeLessThanOrEqual(tolerance.largest);
  expect(found.meanSquare).toBeLessThanOrEqual(tolerance.meanSquare);
}
