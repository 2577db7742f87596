import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Decimal } from "./decimal.ts";

fc.configureGlobal({ seed: 45 });

const decimal = (text: string): Decimal => {
  const parsed = Decimal.parse(text);
  if (parsed === null) throw new Error(`${text} is no number`);
  return parsed;
};

describe("Decimal", () => {
  test.each([
    ["1", "1.0"],
    ["1", "1e0"],
    ["100", "1E2"],
    ["0.1", "1e-1"],
    ["0", "-0.00e7"],
    ["12.50", "125e-1"],
    ["9007199254740993", "9007199254740993.0"],
    ["1e400", "10e399"],
  ])("%s equals %s", (left, right) => {
    expect(decimal(left).equals(decimal(right))).toBe(true);
    expect(decimal(left).key).toBe(decimal(right).key);
    expect(decimal(left).compare(decimal(right))).toBe(0);
  });

  test.each([
    ["9007199254740992", "9007199254740993"],
    ["0.1", "0.10000000000000000001"],
    ["-1", "0"],
    ["-2", "-1"],
    ["9", "10"],
    ["99e-1", "10"],
    ["1e999999999", "2e999999999"],
    ["-1e400", "1e-400"],
  ])("%s is less than %s", (less, more) => {
    expect(decimal(less).compare(decimal(more))).toBeLessThan(0);
    expect(decimal(more).compare(decimal(less))).toBeGreaterThan(0);
    expect(decimal(less).equals(decimal(more))).toBe(false);
  });

  test.each([
    ["0.3", "0.1", true],
    ["4.35", "0.01", true],
    ["4.35", "0.1", false],
    ["0", "7", true],
    ["-9", "3", true],
    ["1e308", "0.123456789", false],
    ["12391239123", "1e-8", true],
    ["7e1000000000", "7", true],
    ["1e1000000000", "7", false],
    ["5", "10", false],
  ])("%s a multiple of %s: %s", (value, divisor, expected) => {
    expect(decimal(value).isMultipleOf(decimal(divisor))).toBe(expected);
  });

  test.each(["", "+1", "01", "1.", ".5", "1e", "0x1", "NaN", "Infinity", " 1", "1e99999999999999999999"])(
    "%o is none",
    (text) => {
      expect(Decimal.parse(text)).toBeNull();
    },
  );

  test.each(["0", "-1", "1.5", "120", "0.001", "1e25", "-1.5e-9", "100000000000000000000"])(
    "%s is written so",
    (text) => {
      expect(decimal(text).toString()).toBe(text);
    },
  );

  test("agrees with whole numbers scaled by a power of ten", () => {
    const parts = fc.tuple(fc.bigInt(-(10n ** 25n), 10n ** 25n), fc.integer({ min: -12, max: 12 }));
    fc.assert(
      fc.property(parts, parts, ([left, leftPower], [right, rightPower]) => {
        const [a, b] = [decimal(`${left}e${leftPower}`), decimal(`${right}e${rightPower}`)];
        const [x, y] = [left * 10n ** BigInt(leftPower + 12), right * 10n ** BigInt(rightPower + 12)];
        expect(Math.sign(a.compare(b))).toBe(x < y ? -1 : x > y ? 1 : 0);
        expect(a.equals(b)).toBe(x === y);
        expect(a.isInteger).toBe(x % 10n ** 12n === 0n);
        if (y !== 0n) expect(a.isMultipleOf(b)).toBe(x % y === 0n);
        expect(decimal(a.toString()).equals(a)).toBe(true);
      }),
    );
  });

  test("of a double has its shortest spelling", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Decimal.fromNumber(value).toNumber()).toBe(value === 0 ? 0 : value);
      }),
    );
    expect(() => Decimal.fromNumber(Number.NaN)).toThrow(RangeError);
  });
});
