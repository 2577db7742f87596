import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isArithmetic } from "./latex-guard.ts";
import { MathsEquality } from "./maths-equality.ts";
import { readShape } from "./shape.ts";

fc.configureGlobal({ seed: 45 });

const equality = new MathsEquality();

const pieces =
  "x y 2 13 0.5 + - * / ^ ^{ _ { } ( ) [ ] | ! . , = \\frac \\frac{ \\sqrt \\sqrt[3]{ \\pi \\cdot \\log_2 \\sin \\binom \\pm \\cup \\{ \\} \\infty \\left( \\text{ \\begin{pmatrix} \\end{pmatrix} & \\\\ $ % e i 9999999 million or cm ∞ °";
const hostile = fc
  .array(fc.constantFrom(...pieces.split(" "), " "), { minLength: 1, maxLength: 60 })
  .map((parts) => parts.join(""));

describe("any text of a model", () => {
  test("equals itself, and is compared the same in both directions", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (a, b) => {
        const [there, back] = [await equality.compare(a, b), await equality.compare(b, a)];
        expect(there.equal).toBe(back.equal);
        const self = await equality.compare(a, a);
        expect(self.equal || ["plain_text", "kind", "unknown"].includes(self.rule)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("made of any signs never throws", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 200 }), async (text) => {
        expect((await equality.compare("\\sqrt{2}x", text)).equal).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test("is taken apart into a bounded number of parts", () => {
    const count = (shape: ReturnType<typeof readShape>): number =>
      shape.kind === "single" ? 1 : 1 + shape.items.reduce((sum, item) => sum + count(item), 0);
    expect(count(readShape("(1,2),".repeat(300)))).toBe(1);
    expect(count(readShape(`${"(1,".repeat(300)}1${")".repeat(300)}`))).toBeLessThan(20);
  });
});

test.each([
  ["a tower of powers", "9^{9^{9^9}}"],
  ["a power of a power", "((9^{4096})^{4096})^{4096}"],
  ["factorials of factorials", "500!!!!"],
  ["a large binomial", "\\binom{999999999}{99999}"],
  ["300 digits to a power", `${"9".repeat(200)}^{4000}`],
  ["a huge exponent of ten", "1e999999999"],
  ["many bars", "|x".repeat(60)],
  ["a set with bars", "\\{x|".repeat(60)],
  ["deep brackets", `${"(".repeat(900)}1${")".repeat(900)}`],
  ["deep fractions", `${"\\frac{1}{1+".repeat(80)}1${"}".repeat(80)}`],
  ["many commas", "1,".repeat(900)],
  ["many signs", "\\pm 1".repeat(300)],
  ["many units", "1 cm per ".repeat(200)],
  ["much white space", `1${" ".repeat(1_900)}2`],
  ["2,000 digits", "1".repeat(2_000)],
  ["a large matrix", `\\begin{pmatrix}${"1&".repeat(600)}1\\end{pmatrix}`],
])("%s take little time and equal nothing", async (_name, text) => {
  const started = performance.now();
  for (const gold of ["\\sqrt{2}", "x^2-1", "(1,2)"]) expect((await equality.compare(gold, text)).equal).toBe(false);
  expect(performance.now() - started).toBeLessThan(1_000);
});

test("an answer beyond 2,000 signs is named", async () => {
  expect(await equality.compare("1", "1".repeat(2_001))).toEqual({ equal: false, rule: "too_long" });
});

test.each([
  "\\int x",
  "\\sum_{k=1}^9 k",
  "\\text{a}",
  "east",
  "5_8",
  "(1",
  "1)",
  "{1",
  "2+",
  "\\sin",
  "\\frac{}{2}",
  "[1]",
  "|x",
  "1,2",
  "x=1",
  "",
])("%s does not reach the parser", (latex) => {
  expect(isArithmetic(latex)).toBe(false);
});
