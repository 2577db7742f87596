import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { StopText } from "./stop-text.ts";

fc.configureGlobal({ seed: 45 });

function run(pieces: readonly string[], stops: readonly string[]): { text: string; found: string | null } {
  const stopText = new StopText(stops);
  let text = "";
  for (const piece of pieces) text += stopText.push(piece);
  return { text: text + stopText.finish(), found: stopText.found };
}

const cases = [
  { name: "no stop strings", text: "abc", stops: [], kept: "abc", found: null },
  { name: "inside a piece", text: "one STOP two", stops: ["STOP"], kept: "one ", found: "STOP" },
  { name: "an unfinished one is text", text: "one STO", stops: ["STOP"], kept: "one STO", found: null },
  { name: "the one complete first wins", text: "xabcd", stops: ["abcd", "bc"], kept: "xa", found: "bc" },
  { name: "of two that end together the longer", text: "xabc", stops: ["bc", "abc"], kept: "x", found: "abc" },
  { name: "a repeated beginning", text: "aaab", stops: ["aab"], kept: "a", found: "aab" },
];

describe("StopText", () => {
  test.each(cases)("$name", ({ text, stops, kept, found }) => {
    expect(run([text], stops)).toEqual({ text: kept, found });
    expect(run([...text], stops)).toEqual({ text: kept, found });
  });

  test("the cut of the text does not matter, and nothing is lost before the stop", () => {
    const letters = fc.array(fc.constantFrom("a", "b", "ab", "ba", "c"), { maxLength: 14 });
    const stops = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 4 }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(letters, stops, (pieces, list) => {
        const text = pieces.join("");
        const cut = run(pieces, list);
        expect(cut).toEqual(run([text], list));
        expect(text.startsWith(cut.text + (cut.found ?? ""))).toBe(true);
        expect(cut.found === null).toBe(!list.some((stop) => text.includes(stop)));
      }),
    );
  });

  test("only a possible beginning is held back", () => {
    const stopText = new StopText(["\n\n", "END"]);
    expect(["a\n", "b", "E", "NT", "x\n"].map((piece) => stopText.push(piece))).toEqual(["a", "\nb", "", "ENT", "x"]);
  });
});
