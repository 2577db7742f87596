import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calculate } from "./calculate.ts";
import { CalculationError } from "./calculation-error.ts";

describe("results", () => {
  test.each([
    ["1 + 2*3", "7"],
    ["(1 + 2) * 3", "9"],
    ["10 - 4 - 3", "3"],
    ["2^3^2", "512"],
    ["-2^2", "-4"],
    ["(-2)^2", "4"],
    ["2^-3", "0.125"],
    ["2 ** 10", "1024"],
    ["6 × 7 ÷ 2 − 1", "20"],
    ["--5", "5"],
    ["+5", "5"],
    ["7 / 2", "3.5"],
    ["6 / 3", "2"],
    ["7 % 3", "1"],
    ["-7 % 3", "-1"],
    ["5.5 % 2", "1.5"],
    ["0.1 + 0.2", "0.3"],
    ["1 / 3", "0.333333333333333"],
    [".5 + 5.", "5.5"],
    ["1e3 + 1E-3", "1000.001"],
    ["2^200", "1606938044258990275541962092341162602522202993782792835301376"],
    ["2^200 + 1 - 2^200", "1"],
    ["9007199254740993 * 3", "27021597764222979"],
    ["9007199254740993 * 3.0", "2.7021597764223e+16"],
    ["0^0", "1"],
    ["(-1)^100000000001", "-1"],
    ["0 * -1.5", "0"],
    ["1e-320 / 2", "5e-321"],
    ["10^999 / 10^998", "10"],
  ])("%s = %s", (expression, result) => {
    expect(calculate(expression)).toBe(result);
  });

  test.each([
    ["sqrt(16)", "4"],
    ["sqrt(2)", "1.4142135623731"],
    ["sqrt(10^30)", "1000000000000000"],
    ["sqrt(10^30 + 1.0)", "1e+15"],
    ["abs(-3) + abs(2.5)", "5.5"],
    ["round(2.5)", "3"],
    ["round(-2.5)", "-3"],
    ["round(1.005, 2)", "1.01"],
    ["round(1e300)", BigInt(1e300).toString()],
    ["floor(-2.5)", "-3"],
    ["ceil(-2.5)", "-2"],
    ["min(3, 1.5, 2)", "1.5"],
    ["max(3, 10^20)", "100000000000000000000"],
    ["log(1000)", "3"],
    ["log(8, 2)", "3"],
    ["log(9, 3)", "2"],
    ["ln(e)", "1"],
    ["exp(0)", "1"],
    ["sin(pi / 2)", "1"],
    ["cos(0)", "1"],
    ["tan(0)", "0"],
    ["SQRT(4) * Pi", "6.28318530717959"],
  ])("%s = %s", (expression, result) => {
    expect(calculate(expression)).toBe(result);
  });
});

test.each([
  ["", "the expression ends where a number should stand"],
  ["1 +", "the expression ends where a number should stand"],
  ["(1", 'the expression ends where ")" should stand'],
  ["1)", 'expected an operator at place 2, got ")"'],
  ["2 pi", 'expected an operator at place 3, got "pi"'],
  ["1,000", 'expected an operator at place 2, got ","'],
  ["* 2", 'expected a number at place 1, got "*"'],
  ["2 $ 3", '"$" at place 3 is not part of an expression'],
  ["process.exit()", '"." at place 8 is not part of an expression'],
  ["x + 1", "x is no constant; there are pi and e"],
  ["constructor", "constructor is no constant"],
  ["constructor(1)", "there is no function constructor; there are sqrt, abs"],
  ["sqrt()", "sqrt takes 1 numbers, got 0"],
  ["round(1, 2, 3)", "round takes 1 to 2 numbers, got 3"],
  ["round(1.5, 99)", "round takes 0 to 15 digits"],
  ["1 / 0", "division by zero"],
  ["1 % 0.0", "division by zero"],
  ["0^-1", "division by zero"],
  ["0.0^-1", "division by zero"],
  ["sqrt(-1)", "not real"],
  ["(-8)^(1/3)", "no real result"],
  ["ln(0)", "ln needs a number above zero"],
  ["log(8, 1)", "division by zero"],
  ["log(8, -2)", "the base of log needs a number above zero"],
  ["exp(1000)", "too large"],
  ["1e400", "1e400 is too large"],
  ["10^1000", "too large"],
  ["9^9^9^9", "too large"],
  ["2^1000 / 3 * 10^800 / 7", "too large"],
  ["(".repeat(101), "nested deeper than 100"],
  ["-".repeat(101), "nested deeper than 100"],
  ["2^".repeat(101), "nested deeper than 100"],
  ["1".repeat(1001), "longer than 1000 characters"],
])("%s has no result", (expression, message) => {
  expect(() => calculate(expression)).toThrow(CalculationError);
  expect(() => calculate(expression)).toThrow(message);
});

interface Sum {
  readonly text: string;
  readonly value: bigint;
}

/** Whole-number expressions in parentheses, with the value that they must have. */
const { sum } = fc.letrec<{ sum: Sum }>((tie) => ({
  sum: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.bigInt({ min: 0n, max: 10n ** 20n }).map((value) => ({ text: String(value), value })),
    fc.tuple(tie("sum"), fc.constantFrom("+", "-", "*"), tie("sum")).map(([left, operator, right]) => ({
      text: `(${left.text} ${operator} ${right.text})`,
      value: { "+": left.value + right.value, "-": left.value - right.value, "*": left.value * right.value }[operator]!,
    })),
    tie("sum").map(({ text, value }) => ({ text: `-${text}`, value: -value })),
  ),
}));

describe("properties", () => {
  test("whole numbers are exact", () => {
    const short = sum.filter(({ text }) => text.length <= 1000 && !text.includes("-".repeat(90)));
    fc.assert(
      fc.property(short, ({ text, value }) => {
        expect(calculate(text)).toBe(String(value));
      }),
      { numRuns: 300, seed: 26 },
    );
  });

  test("operators of one rank go from the left", () => {
    const terms = fc.array(fc.tuple(fc.constantFrom("+", "-"), fc.integer({ min: 0, max: 1e6 })), { maxLength: 30 });
    fc.assert(
      fc.property(terms, (drawn) => {
        const expected = drawn.reduce((total, [sign, number]) => total + (sign === "+" ? number : -number), 1);
        expect(calculate(`1${drawn.map(([sign, number]) => sign + number).join("")}`)).toBe(String(expected));
      }),
      { numRuns: 100, seed: 26 },
    );
  });

  test("any text has a finite result or an error in words, at once", () => {
    const piece = fc.constantFrom(
      ..."0123456789.e+-*/%^(), ",
      "pi",
      "sqrt(",
      "round(",
      "log(",
      "max(",
      "9e99",
      "**",
      "é",
      "😀",
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(text, (expression) => {
        let result: string;
        try {
          result = calculate(expression);
        } catch (error) {
          expect(error).toBeInstanceOf(CalculationError);
          return;
        }
        expect(result).toMatch(/^-?\d+(?:\.\d+)?(?:e[+-]\d+)?$/);
        expect(result.length).toBeLessThanOrEqual(1001);
      }),
      { numRuns: 5000, seed: 26 },
    );
  });
});
