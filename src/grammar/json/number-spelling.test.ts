import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Decimal } from "../schema-model/index.ts";
import { Formulas } from "./formula.ts";
import { AboveAtom } from "./number-atoms.ts";
import { numberCanMeet } from "./number-search.ts";
import { canBecome } from "./number-spelling.ts";
import { extendNumberText, parseNumberText, takesExponent } from "./number-text.ts";

const decimal = (text: string) => Decimal.parse(text)!;

describe("a number may be spelled so that it starts with", () => {
  const cases: readonly [value: string, can: readonly string[], cannot: readonly string[]][] = [
    [
      "120",
      ["", "1", "12", "120", "120.", "120.00", "1.2", "1.20", "1.2e", "1.2e+0", "1.2e002"],
      ["-", "0", "121", "1200", "1.2e3", "1.2e-", "12e", "120.5", "1e"],
    ],
    [
      "-0.05",
      ["", "-", "-0", "-0.", "-0.0", "-0.0500", "-5", "-5e", "-5e-", "-5e-0", "-5e-02"],
      ["0", "-0.1", "-0.00", "-05", "-5e-1", "-5e0"],
    ],
    ["0", ["", "-", "0", "-0", "0.", "0.00", "-0.0"], ["1", "00", "0.01", "0.001"]],
    ["5", ["5", "5.", "5.0", "5e", "5e0", "5e-", "5e-0", "5e+00"], ["50", "5e1", "5e0001", "05", "-5"]],
    ["1e308", ["1", "10", "1e3", "1e308"], ["1e309", "1e307", "1e-", "2"]],
    ["1e400", [], ["", "1", "1e4"]],
  ];
  test.each(cases)("%s", (value, can, cannot) => {
    for (const text of can) expect([text, canBecome(parseNumberText(text), decimal(value))]).toEqual([text, true]);
    for (const text of cannot) {
      const fits = /^-?(0|[1-9]\d*)?(\.\d*)?(e[+-]?\d*)?$/.test(text);
      expect([text, fits && canBecome(parseNumberText(text), decimal(value))]).toEqual([text, false]);
    }
  });
});

/** Beginnings of numbers, each a byte longer than one before, with the exponents of numbers of which something is asked. */
const spelled = fc.array(fc.constantFrom(..."00112345.e+-9"), { maxLength: 9 }).map((characters) => {
  let text = "";
  for (const character of characters) {
    if (character === "e" && !takesExponent(parseNumberText(text))) continue;
    text = extendNumberText(text, character) ?? text;
  }
  return text;
});

const near = fc
  .tuple(spelled, fc.constantFrom("", "0", "5", "1e1", "25", ".5", "e-3", "e7"))
  .map(([text, more]) => Decimal.parse(text + more) ?? decimal("12.5"));
const any = fc.tuple(fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: -6, max: 6 }));

test("as the search between bounds finds it", () => {
  let both = 0;
  const check = (text: string, value: Decimal): void => {
    const formulas = new Formulas();
    const above = (orEqual: boolean) => formulas.atom(new AboveAtom(value, orEqual));
    const equal = formulas.and(above(true), formulas.not(above(false)));
    // The search takes a text without a sign for that of a positive number.
    const found = numberCanMeet(equal, text, formulas) || (text === "" && numberCanMeet(equal, "-", formulas));
    if (found) both++;
    expect([text, value.key, canBecome(parseNumberText(text), value)]).toEqual([text, value.key, found]);
  };
  const values = fc.oneof(
    near,
    any.map(([digits, power]) => decimal(`${digits}e${power}`)),
  );
  fc.assert(fc.property(spelled, values, check), { seed: 47, numRuns: 4000 });
  fc.assert(
    fc.property(near, fc.nat(12), (value, length) => check(String(value).replace("e+", "e").slice(0, length), value)),
    { seed: 48, numRuns: 500 },
  );
  expect(both).toBeGreaterThan(500);
});
