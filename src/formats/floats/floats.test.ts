import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import { decodeBfloat16, encodeBfloat16 } from "./bfloat16.ts";
import { decodeFloats, encodeFloats, type FloatDtype } from "./float-arrays.ts";
import { decodeFloat8, encodeFloat8 } from "./float8.ts";
import { decodeFloat16, encodeFloat16 } from "./float16.ts";
import { float8RowScale, quantizeFloat8Row } from "./quantize-float8.ts";

const everyByte = Array.from({ length: 256 }, (_, code) => code);
const everyHalf = Array.from({ length: 65536 }, (_, bits) => bits);

/** Known pairs: name, code, value. */
const float8Samples: readonly (readonly [string, number, number])[] = [
  ["zero", 0x00, 0],
  ["negative zero", 0x80, -0],
  ["smallest subnormal", 0x01, 2 ** -9],
  ["largest subnormal", 0x07, 0.013671875],
  ["smallest normal", 0x08, 2 ** -6],
  ["one half", 0x30, 0.5],
  ["one", 0x38, 1],
  ["minus one", 0xb8, -1],
  ["one and a half", 0x3c, 1.5],
  ["two", 0x40, 2],
  ["240, the largest of e4m3fnuz", 0x77, 240],
  ["256", 0x78, 256],
  ["largest", 0x7e, 448],
  ["most negative", 0xfe, -448],
];

describe("float8 e4m3fn", () => {
  test.each(float8Samples)("%s", (_, code, value) => {
    expect(decodeFloat8(code)).toBe(value);
    expect(encodeFloat8(value)).toBe(code);
  });

  test("all 256 codes survive a round trip, and only 0x7F and 0xFF are NaN", () => {
    const notANumber = everyByte.filter((code) => Number.isNaN(decodeFloat8(code)));
    expect(notANumber).toEqual([0x7f, 0xff]);
    for (const code of everyByte) {
      expect(encodeFloat8(decodeFloat8(code))).toBe(notANumber.includes(code) ? 0x7f : code);
    }
  });

  test("values rise strictly with the code", () => {
    for (let code = 0; code < 0x7e; code++) expect(decodeFloat8(code + 1)).toBeGreaterThan(decodeFloat8(code));
  });

  test("half way between two neighbours the even code wins; a hair to either side, the nearer", () => {
    for (let code = 0; code < 0x7e; code++) {
      const middle = (decodeFloat8(code) + decodeFloat8(code + 1)) / 2;
      const even = code % 2 === 0 ? code : code + 1;
      expect(encodeFloat8(middle)).toBe(even);
      expect(encodeFloat8(-middle)).toBe(even | 0x80);
      expect(encodeFloat8(middle * (1 - 2 ** -50))).toBe(code);
      expect(encodeFloat8(middle * (1 + 2 ** -50))).toBe(code + 1);
    }
  });

  test.each([
    ["just above the largest", 449, 0x7e],
    ["infinity", Number.POSITIVE_INFINITY, 0x7e],
    ["minus infinity", Number.NEGATIVE_INFINITY, 0xfe],
    ["a float64 denormal", Number.MIN_VALUE, 0x00],
    ["NaN", Number.NaN, 0x7f],
  ])("clamps: %s", (_, value, code) => {
    expect(encodeFloat8(value)).toBe(code);
  });

  test("no code is nearer than the one chosen", () => {
    const finite = everyByte.map(decodeFloat8).filter((value) => !Number.isNaN(value));
    fc.assert(
      fc.property(fc.double({ min: -448, max: 448, noNaN: true }), (value) => {
        const error = Math.abs(decodeFloat8(encodeFloat8(value)) - value);
        expect(error).toBe(Math.min(...finite.map((candidate) => Math.abs(candidate - value))));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe("float16", () => {
  test.each([
    ["zero", 0x0000, 0],
    ["negative zero", 0x8000, -0],
    ["smallest subnormal", 0x0001, 2 ** -24],
    ["largest subnormal", 0x03ff, 1023 * 2 ** -24],
    ["smallest normal", 0x0400, 2 ** -14],
    ["one", 0x3c00, 1],
    ["minus two", 0xc000, -2],
    ["largest", 0x7bff, 65504],
    ["infinity", 0x7c00, Number.POSITIVE_INFINITY],
    ["minus infinity", 0xfc00, Number.NEGATIVE_INFINITY],
    ["NaN", 0x7e00, Number.NaN],
  ])("%s", (_, bits, value) => {
    expect(decodeFloat16(bits)).toBe(value);
    expect(encodeFloat16(value)).toBe(bits);
  });

  test("every bit pattern survives a round trip, NaN as the quiet one", () => {
    const wrong = everyHalf.filter((bits) => {
      const value = decodeFloat16(bits);
      return encodeFloat16(value) !== (Number.isNaN(value) ? 0x7e00 : bits);
    });
    expect(wrong).toEqual([]);
  });

  test("ties go to even and overflow to infinity", () => {
    expect(encodeFloat16(1 + 2 ** -11)).toBe(0x3c00);
    expect(encodeFloat16(1 + 3 * 2 ** -11)).toBe(0x3c02);
    expect(encodeFloat16(2 ** -25)).toBe(0);
    expect(encodeFloat16(65519.99)).toBe(0x7bff);
    expect(encodeFloat16(65520)).toBe(0x7c00);
  });
});

describe("bfloat16", () => {
  test("every bit pattern survives a round trip, NaN as the quiet one", () => {
    const wrong = everyHalf.filter((bits) => {
      const value = decodeBfloat16(bits);
      return encodeBfloat16(value) !== (Number.isNaN(value) ? 0x7fc0 : bits);
    });
    expect(wrong).toEqual([]);
  });

  test.each([
    ["one", 1, 0x3f80],
    ["tie to the even pattern below", 1 + 2 ** -8, 0x3f80],
    ["tie to the even pattern above", 1 + 3 * 2 ** -8, 0x3f82],
    ["a carry into the exponent", 2 - 2 ** -9, 0x4000],
    ["a float32 denormal", 2 ** -133, 0x0001],
    ["the largest float32 rounds to infinity", 3.4028234663852886e38, 0x7f80],
  ])("%s", (_, value, bits) => {
    expect(encodeBfloat16(value)).toBe(bits);
  });
});

describe("arrays", () => {
  test.each<[FloatDtype, number]>([
    ["F8_E4M3", 1],
    ["BF16", 2],
    ["F16", 2],
    ["F32", 4],
  ])("%s: decoding unaligned little-endian bytes undoes encoding", (dtype, width) => {
    const values = Float32Array.of(0, -0, 1, -1.5, 448, 2 ** -9, Number.NaN);
    const bytes = new Uint8Array(values.length * width + 1).subarray(1);
    encodeFloats(dtype, values, bytes);
    const decoded = new Float32Array(values.length);
    decodeFloats(dtype, bytes, decoded);
    expect(decoded).toEqual(values);
  });

  test("lengths that do not fit are refused", () => {
    const attempt = () => decodeFloats("BF16", new Uint8Array(3), new Float32Array(2));
    expect(attempt).toThrow(/2 values of BF16 take 4 bytes, got 3/);
  });
});

describe("row quantization", () => {
  test("the error of a row stays within half a step of float8", () => {
    const row = fc.float32Array({ minLength: 1, maxLength: 40, min: -8, max: 8, noNaN: true });
    fc.assert(
      fc.property(row, (values) => {
        const codes = new Uint8Array(values.length);
        const scale = quantizeFloat8Row(values, codes);
        values.forEach((value, index) => {
          const error = Math.abs(decodeFloat8(codes[index]!) * scale - value);
          // Three mantissa bits: half a step is 2^-4 of the value, or half a subnormal; the scale itself may be 2^-8 off.
          expect(error).toBeLessThanOrEqual(Math.max(Math.abs(value) / 16, scale * 2 ** -10) * 1.0001);
        });
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  test("a row of zeros has scale 1, a row with NaN is refused", () => {
    expect(float8RowScale(new Float32Array(4))).toBe(1);
    const attempt = () => float8RowScale(Float32Array.of(1, Number.NaN));
    expect(attempt).toThrow();
    try {
      attempt();
    } catch (error) {
      expect(isHermesError(error, "usage")).toBe(true);
    }
  });
});
