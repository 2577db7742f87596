import { describe, expect, it } from "vitest";
import { bfloat16Value, float8Value, float16Value } from "./stored-values.ts";

describe("stored values", () => {
  it.each([
    [0x00, 0],
    [0x01, 2 ** -9],
    [0x07, 7 * 2 ** -9],
    [0x08, 2 ** -6],
    [0x38, 1],
    [0xb9, -1.125],
    [0x7e, 448],
    [0x7f, Number.NaN],
    [0xff, Number.NaN],
  ])("float8 code %i is %f", (code, value) => expect(float8Value(code)).toBe(value));

  it.each([
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x3c00, 1],
    [0xc100, -2.5],
    [0x7bff, 65504],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7e00, Number.NaN],
  ])("float16 %i is %f", (bits, value) => expect(float16Value(bits)).toBe(value));

  it("bfloat16 is the upper half of a float32, for all 65,536", () => {
    const view = new DataView(new ArrayBuffer(4));
    for (let bits = 0; bits < 65536; bits++) {
      view.setUint32(0, bits * 65536);
      expect(Object.is(bfloat16Value(bits), view.getFloat32(0))).toBe(true);
    }
  });
});
