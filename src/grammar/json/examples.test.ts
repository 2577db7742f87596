import { describe, expect, test } from "vitest";
import { classOf } from "../regex/index.ts";
import type { TextAtom } from "./atoms.ts";
import { Examples } from "./examples.ts";
import { Formulas } from "./formula.ts";
import { TextLanguages } from "./text-languages.ts";

const formulas = new Formulas();
const texts = new TextLanguages(formulas);
const examples = new Examples();
const formula = (pattern: string) => texts.pattern(pattern, "", "pattern");
const LAST = 0x10ffff;

describe("examples of code points", () => {
  const patterns = [["^[a-z]+$"], ["^\\p{L}+$", "^..", "\\d{2}"], ["[\\u0000-\\u001f]", "é|\\u{1F600}"], []];
  test.each(patterns)("has one of each kind: %s %s %s", (...sources) => {
    const all = sources.map(formula);
    const found = examples.of(all);
    const alphabets = all.map(({ atom }) => (atom as TextAtom).alphabet!);
    const kindOf = (codePoint: number) => alphabets.map((alphabet) => classOf(alphabet, codePoint)).join();
    const kinds = new Set<string>();
    for (let codePoint = 0; codePoint <= LAST; codePoint++) {
      if (codePoint < 0xd800 || codePoint > 0xdfff) kinds.add(kindOf(codePoint));
    }
    expect(new Set(found.map(kindOf))).toEqual(kinds);
    expect(found).toHaveLength(kinds.size);
  });

  test("has another where one stands for itself, as long as there is one", () => {
    const letters = [formula("^[a-c]$")];
    const of = (...apart: string[]) =>
      examples
        .of(letters, new Set(apart.map((character) => character.codePointAt(0)!)))
        .filter((codePoint) => codePoint >= 0x61 && codePoint <= 0x63)
        .map((codePoint) => String.fromCodePoint(codePoint));
    expect([of(), of("a"), of("a", "b"), of("c"), of("a", "b", "c")]).toEqual([
      ["a"],
      ["a", "b"],
      ["a", "b", "c"],
      ["a", "c"],
      ["a", "b", "c"],
    ]);
  });

  test("looks between two code points only", () => {
    const letters = [formula("^[à-ü]$")];
    const within = (...given: [first: number, last: number, apart?: Set<number>]) => [
      ...examples.within(letters, ...given),
    ];
    expect(within(0xc0, 0xff)).toEqual([0xc0, 0xe0]);
    expect(within(0xe0, 0xe1, new Set([0xe0]))).toEqual([0xe0, 0xe1]);
    expect(within(0xd700, 0xe000)).toEqual([0xd700]);
  });
});
