import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Language } from "./class-machine.ts";
import {
  anyLanguage,
  complement,
  difference,
  intersection,
  patternLanguage,
  union,
  wholeMatchLanguage,
} from "./languages.ts";
import { lengthLanguage } from "./length-machine.ts";
import { literalLanguage } from "./literal-machine.ts";
import { matches } from "./matches.ts";
import { shortestWord } from "./shortest-word.ts";
import { choicesArbitrary, patternsOf, textArbitrary, walk } from "./testing/random-patterns.ts";

const settings = { seed: 6, numRuns: 300 };
const patternArbitrary = patternsOf(3);
/** Differences of languages are decided whole, so the patterns stay small. */
const pair = fc.tuple(patternsOf(1), patternsOf(1));

describe("the language of a pattern", () => {
  it("is what the runtime's own expressions find", () => {
    fc.assert(
      fc.property(patternArbitrary, fc.array(textArbitrary, { minLength: 1, maxLength: 8 }), (pattern, texts) => {
        const native = new RegExp(pattern, "u");
        const language = patternLanguage(pattern);
        for (const text of texts) expect([text, matches(language, text)]).toEqual([text, native.test(text)]);
      }),
      { ...settings, numRuns: 500 },
    );
  });

  it("is what they match as a whole", () => {
    fc.assert(
      fc.property(patternArbitrary, textArbitrary, (pattern, text) => {
        const native = new RegExp(`^(?:${pattern})$`, "u");
        expect(matches(wholeMatchLanguage(pattern), text)).toBe(native.test(text));
      }),
      settings,
    );
  });
});

describe("every state", () => {
  const composed: fc.Arbitrary<Language> = fc
    .tuple(pair, fc.nat(4), fc.nat(3))
    .map(([[one, other], min, more]) => composedLanguages(one, other, min, min + more))
    .chain((languages) => fc.constantFrom(...languages));

  it("has a word behind it, which the language holds", () => {
    fc.assert(
      fc.property(composed, choicesArbitrary, (language, choices) => {
        fc.pre(language !== null);
        const { state, word } = walk(language, choices);
        const rest = shortestWord(language, state);
        expect(matches(language, word + rest)).toBe(true);
        expect(language.distance(state)).toBeLessThanOrEqual([...rest].length);
        expect(language.longest(state)).toBeGreaterThanOrEqual([...rest].length);
      }),
      settings,
    );
  });

  it("lets every word follow when it is free", () => {
    let free = 0;
    fc.assert(
      fc.property(composed, choicesArbitrary, textArbitrary, (language, choices, text) => {
        const { state, word } = language === null ? { state: -1, word: "" } : walk(language, choices);
        if (language?.isFree(state) !== true) return;
        free += 1;
        expect(matches(language, word + text)).toBe(true);
      }),
      settings,
    );
    expect(free).toBeGreaterThan(settings.numRuns / 20);
  });

  it("is dead where only two demands together leave no word", () => {
    const language = intersection([patternLanguage("^(ab|cd)*$"), lengthLanguage(3, 5)])!;
    expect(shortestWord(language)).toHaveLength(4);
    expect(matches(language, "abcd")).toBe(true);
    const behind = [..."abab"].reduce((state, letter) => language.next(state, letter.charCodeAt(0)), language.start);
    expect(language.isAccepting(behind)).toBe(true);
    expect(language.next(behind, "a".charCodeAt(0))).toBe(-1);
  });
});

function composedLanguages(one: string, other: string, min: number, max: number): Language[] {
  const [a, b] = [patternLanguage(one), wholeMatchLanguage(other)];
  const lengths = lengthLanguage(min, max);
  return [
    a,
    intersection([a, lengths]),
    difference(lengths, a),
    union([b, complement(a)]),
    intersection([a, complement(b), lengths]),
  ];
}

describe("the algebra of languages", () => {
  const laws: readonly [
    name: string,
    left: (a: Language, b: Language) => Language,
    right: (a: Language, b: Language) => Language,
  ][] = [
    ["a complement taken twice", (a) => complement(complement(a)), (a) => a],
    [
      "De Morgan for unions",
      (a, b) => complement(union([a, b])),
      (a, b) => intersection([complement(a), complement(b)]),
    ],
    [
      "De Morgan for intersections",
      (a, b) => complement(intersection([a, b])),
      (a, b) => union([complement(a), complement(b)]),
    ],
    ["a language without itself", (a) => difference(a, a), () => null],
    ["a language or not", (a) => complement(union([a, complement(a)])), () => null],
    ["absorption", (a, b) => union([a, intersection([a, b])]), (a) => a],
    ["difference", (a, b) => union([difference(a, b), intersection([a, b])]), (a) => a],
  ];

  it.each(laws)("keeps the law of %s", (_, left, right) => {
    fc.assert(
      fc.property(pair, ([one, other]) => {
        const [a, b] = [patternLanguage(one), patternLanguage(other)];
        expectEqual(left(a, b), right(a, b));
      }),
      { ...settings, numRuns: 120 },
    );
  });

  it("tells membership by the members of the parts", () => {
    fc.assert(
      fc.property(pair, textArbitrary, ([one, other], text) => {
        const [a, b] = [patternLanguage(one), patternLanguage(other)];
        const [inA, inB] = [matches(a, text), matches(b, text)];
        expect(matches(union([a, b]), text)).toBe(inA || inB);
        expect(matches(intersection([a, b]), text)).toBe(inA && inB);
        expect(matches(complement(a), text)).toBe(!inA);
      }),
      settings,
    );
  });

  it("takes none and one as they are", () => {
    expect(union([])).toBeNull();
    expect(intersection([])!.isFree(0)).toBe(true);
    expect(complement(anyLanguage())).toBeNull();
    expect(intersection([anyLanguage(), null])).toBeNull();
    expect(intersection([literalLanguage(["a"]), literalLanguage(["b"])])).toBeNull();
  });
});

/** Both differences are empty, which is decided exactly. */
function expectEqual(left: Language, right: Language): void {
  const extra = difference(left, right);
  const missing = difference(right, left);
  expect({ extra: extra && shortestWord(extra), missing: missing && shortestWord(missing) }).toEqual({
    extra: null,
    missing: null,
  });
}
