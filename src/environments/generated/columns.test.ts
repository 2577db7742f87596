import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arithmetic } from "./arithmetic.ts";
import { additionColumns, multiplicationColumns, subtractionColumns } from "./columns.ts";

const whole = fc.integer({ min: 0, max: 9999 });

/** Every line but the first and last is a true equation on one-digit terms. */
function checkLines(text: string, value: (line: string) => boolean): void {
  for (const line of text.split("\n").slice(1, -1)) expect([line, value(line)]).toEqual([line, true]);
}

function lastLine(text: string): number {
  return Number(text.split("\n").at(-1));
}

describe("columns", () => {
  it("shows the columns from the right with the carry in the tens", () => {
    expect(additionColumns(17, 25)).toBe("17 + 25\n7+5+0=12\n1+2+1=04\n042");
    expect(subtractionColumns(52, 17)).toBe("52 - 17\n2-7-0=5 b1\n5-1-1=3 b0\n35");
    expect(multiplicationColumns(234, 7)).toBe("234 * 7\n4*7+0=28\n3*7+2=23\n2*7+2=16\n1638");
  });

  it("adds", () => {
    fc.assert(
      fc.property(whole, whole, (left, right) => {
        const text = additionColumns(left, right);
        expect(lastLine(text)).toBe(left + right);
        checkLines(text, (line) => {
          const [, a, b, carry, sum] = /^(\d)\+(\d)\+(\d)=(\d\d)$/.exec(line)!.map(Number);
          return a! + b! + carry! === sum;
        });
      }),
      { seed: 1 },
    );
  });

  it("subtracts", () => {
    fc.assert(
      fc.property(whole, whole, (one, other) => {
        const [left, right] = one > other ? [one, other] : [other, one];
        const text = subtractionColumns(left, right);
        expect(lastLine(text)).toBe(left - right);
        checkLines(text, (line) => {
          const [, a, b, borrowed, digit, borrows] = /^(\d)-(\d)-(\d)=(\d) b([01])$/.exec(line)!.map(Number);
          return a! - b! - borrowed! + 10 * borrows! === digit;
        });
      }),
      { seed: 1 },
    );
  });

  it("multiplies by one digit", () => {
    fc.assert(
      fc.property(whole, fc.integer({ min: 0, max: 9 }), (number, factor) => {
        expect(lastLine(multiplicationColumns(number, factor))).toBe(number * factor);
      }),
      { seed: 1 },
    );
  });
});

describe("arithmetic", () => {
  const item = { left: 17, right: 25, operation: "+", wording: "What is {a} + {b}?" } as const;

  it("asks and demonstrates the question of the README", () => {
    expect(arithmetic.prompt(item, "reasoning").messages).toEqual([{ role: "user", content: "What is 17 + 25?" }]);
    expect(arithmetic.demonstrate(item, "reasoning")).toBe(
      "<think>\n17 + 25\n7+5+0=12\n1+2+1=04\n042\n</think>\n17 + 25 = 42",
    );
    expect(arithmetic.itemId(item)).toBe(arithmetic.itemId({ ...item, left: 25, right: 17 }));
  });

  it("reads the last number and logs the others", () => {
    const score = arithmetic.score(item, { completion: "<think>\n1\n</think>\n17 + 25 = 42.", mode: "reasoning" });
    expect(score).toMatchObject({ value: 1, extracted: { text: "42" } });
    expect(score.rejected.map(({ text }) => text)).toEqual(["17", "25"]);
    expect(arithmetic.score(item, { completion: "The answer is 43.", mode: "plain" })).toMatchObject({
      value: 0,
      reason: "wrong_number",
    });
    expect(arithmetic.score({ ...item, operation: "-" }, { completion: "17 - 25 = -8", mode: "plain" }).value).toBe(1);
  });
});
