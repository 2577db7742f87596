import fc from "fast-check";
import { expect, test } from "vitest";
import { SpecialMatcher } from "./special-matcher.ts";

fc.configureGlobal({ seed: 4 });

const cases = [
  { name: "nothing to find", specials: ["<a>"], text: "plain <b>", found: [] },
  { name: "two neighbours", specials: ["<a>", "<b>"], text: "<a><b>", found: ["0 <a>", "3 <b>"] },
  { name: "the longest of one start", specials: ["<a", "<a>>"], text: "<a>> <a>", found: ["0 <a>>", "5 <a"] },
  { name: "the leftmost of two that overlap", specials: ["ab", "bcd"], text: "abcd", found: ["0 ab"] },
  { name: "a false start inside a true one", specials: ["<<a>"], text: "<<<a>", found: ["1 <<a>"] },
  { name: "half a special at the end", specials: ["<a>"], text: "x<a", found: [] },
  { name: "no specials at all", specials: [], text: "<a>", found: [] },
];

test.each(cases)("$name", ({ specials, text, found }) => {
  const matches = new SpecialMatcher(specials).findAll(text);
  expect(matches.map(({ start, special }) => `${start} ${special}`)).toEqual(found);
});

test("agrees with a regular expression of longest alternatives first", () => {
  const letters = fc.string({ unit: fc.constantFrom("<", "a", "b", ">"), maxLength: 30 });
  const specials = fc.uniqueArray(
    fc.string({ unit: fc.constantFrom("<", "a", "b", ">"), minLength: 1, maxLength: 4 }),
    {
      minLength: 1,
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(specials, letters, (list, text) => {
      const alternatives = [...list].sort((a, b) => b.length - a.length).join("|");
      const expected = [...text.matchAll(new RegExp(alternatives, "g"))].map((match) => `${match.index} ${match[0]}`);
      const found = new SpecialMatcher(list).findAll(text);
      expect(found.map(({ start, special }) => `${start} ${special}`)).toEqual(expected);
    }),
  );
});
