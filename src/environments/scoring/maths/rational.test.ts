import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { add, divide, multiply, parseDecimal, power, rational, root, toNumber } from "./rational.ts";

fc.configureGlobal({ seed: 45 });

const numbers = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 9n }))
  .map(([numerator, denominator]) => rational(numerator, denominator)!);

describe("laws of exact numbers", () => {
  test("adding and multiplying are undone", () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const minusB = { ...b, numerator: -b.numerator };
        expect(add(add(a, b)!, minusB)).toEqual(a);
        if (b.numerator !== 0n) expect(divide(multiply(a, b)!, b)).toEqual(a);
      }),
    );
  });

  test("a root of a power is the number", () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 2, max: 7 }), (a, degree) => {
        const raised = power(a, BigInt(degree))!;
        const positive = { ...a, numerator: a.numerator < 0n ? -a.numerator : a.numerator };
        expect(root(raised, degree)).toEqual(degree % 2 === 0 ? positive : a);
      }),
    );
  });

  test("a decimal reads as its number", () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.integer({ min: 0, max: 9 }), (digits, places) => {
        const value = digits / 10 ** places;
        expect(toNumber(parseDecimal(value.toFixed(places))!)).toBeCloseTo(value, 9);
      }),
    );
  });
});

test.each([
  ["0.(3)", [1n, 3n]],
  ["0.1(6)", [1n, 6n]],
  ["-2.50", [-5n, 2n]],
  [".5", [1n, 2n]],
  ["3e5", [300000n, 1n]],
  ["3e-2", [3n, 100n]],
  ["-0", [0n, 1n]],
] as const)("%s", (text, [numerator, denominator]) => {
  expect(parseDecimal(text)).toEqual({ numerator, denominator });
});

test.each(["", ".", "e5", "1.2.3", "1e99999", "0x10", "1_000", "1".repeat(2_000)])("%s is no number", (text) => {
  expect(parseDecimal(text)).toBeNull();
});

test("bounds: nothing, instead of a number too large", () => {
  const two = rational(2n)!;
  expect(power(two, 4095n)).not.toBeNull();
  expect(power(two, 4097n)).toBeNull();
  expect(power(two, 10n ** 30n)).toBeNull();
  expect(power(rational(1n)!, 10n ** 30n)).toEqual(rational(1n));
  expect(power(rational(0n)!, -1n)).toBeNull();
  expect(rational(1n, 0n)).toBeNull();
  expect(root(two, 2)).toBeNull();
  expect(root(rational(-4n)!, 2)).toBeNull();
});
