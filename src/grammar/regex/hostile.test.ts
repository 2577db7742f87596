import { describe, expect, it } from "vitest";
import { isHermesError } from "../../errors.ts";
import { complement, difference, intersection, patternLanguage, wholeMatchLanguage } from "./languages.ts";
import { lengthLanguage } from "./length-machine.ts";
import { MAX_GROUP_DEPTH, MAX_PATTERN_LENGTH, MAX_REPEAT, MAX_SEARCHED_STATES } from "./limits.ts";
import { literalLanguage } from "./literal-machine.ts";
import { matches } from "./matches.ts";
import { shortestWord } from "./shortest-word.ts";

/** In milliseconds, and generous: what is tested is that no way is exponential. */
const SECONDS = 10_000;

const backtracking: readonly [pattern: string, text: string][] = [
  ["^((a*)*)*b$", "a".repeat(5000)],
  ["^(x+x+)+y$", "x".repeat(5000)],
  ["^(a|a)*$", `${"a".repeat(5000)}b`],
  ["^(a|ab)(c|bcd)(d*)$", "abcdx"],
  ["^(.*)*$", `${"a".repeat(5000)}\n`],
  [
    "^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$",
    "a".repeat(5000),
  ],
  ["(a?){500}a{500}c", "a".repeat(2000)],
];

const tooLarge: readonly [name: string, pattern: string, what: string][] = [
  ["repetitions of repetitions", "(?:a{1000}){1000}", "nodes"],
  ["three of them", "(?:(?:a{100}){100}){100}", "nodes"],
  ["optional repetitions", "(?:(?:a?){1000}){1000}", "nodes"],
  ["repetitions of nothing", "(?:(?:){60000}){60000}", "nodes"],
  ["one large repetition", `a{${MAX_REPEAT + 1}}`, "repetitions"],
  ["a repetition beyond numbers", `a{0,${"9".repeat(400)}}`, "repetitions"],
  ["thousands of different characters", distinct(3000), "different characters"],
  ["a long pattern", "a".repeat(MAX_PATTERN_LENGTH + 1), "length"],
  ["deep groups", "(".repeat(MAX_GROUP_DEPTH + 1) + ")".repeat(MAX_GROUP_DEPTH + 1), "groups"],
];

describe("a hostile pattern", () => {
  it.each(backtracking)(
    "%s is walked in time",
    (pattern, text) => {
      expect(matches(patternLanguage(pattern), text)).toBe(false);
    },
    SECONDS,
  );

  it.each(tooLarge)(
    "with %s is refused at once",
    (_, pattern, what) => {
      const error = thrownBy(() => patternLanguage(pattern));
      expect(isHermesError(error, "grammar-limit")).toBe(true);
      expect(String(error)).toContain(what);
    },
    SECONDS,
  );

  it(
    "of the largest repetition is built",
    () => {
      const language = wholeMatchLanguage(`[a-z]{1,${MAX_REPEAT}}`);
      expect(matches(language, "a".repeat(70_000))).toBe(false);
      expect(matches(language, "a".repeat(1000))).toBe(true);
    },
    SECONDS,
  );

  it(
    "of as many groups as may be is read",
    () => {
      const pattern = `^${"(".repeat(MAX_GROUP_DEPTH)}a${")*".repeat(MAX_GROUP_DEPTH)}$`;
      expect(matches(patternLanguage(pattern), "aaa")).toBe(true);
    },
    SECONDS,
  );

  it(
    "with a class of ten thousand members is built",
    () => {
      const members = Array.from({ length: 10_000 }, (_, index) => String.fromCodePoint(0x4e00 + index * 2)).join("");
      expect(matches(wholeMatchLanguage(`[${members}]+`), members.slice(0, 100))).toBe(true);
    },
    SECONDS,
  );

  it("of exponentially many states is walked, and its complement decided or refused", () => {
    const language = patternLanguage("^(a|b)*a(a|b){40}$");
    expect(matches(language, `${"ab".repeat(50)}${"a".repeat(41)}`)).toBe(true);
    const missing = difference(wholeMatchLanguage("[ab]*a[ab]{12}"), patternLanguage("^(a|b)*a(a|b){12}$"));
    expect(missing).toBeNull();
    const error = thrownBy(() => difference(wholeMatchLanguage("[ab]*a[ab]{40}"), language));
    expect(isHermesError(error, "grammar-limit")).toBe(true);
  }, 20_000);

  it(
    "finds the shortest of long words",
    () => {
      const language = intersection([patternLanguage("^([a-z]+ )*[a-z]+$"), lengthLanguage(3000, 5000)]);
      expect(shortestWord(language!)).toHaveLength(3000);
      expect(shortestWord(complement(patternLanguage("a|^b|^$"))!)).toHaveLength(1);
    },
    SECONDS,
  );
});

describe("a long text", () => {
  it(
    "is walked far beyond what one search may look at",
    () => {
      const language = intersection([patternLanguage("^[a-z ]*$"), lengthLanguage(5, 1_000_000)])!;
      let state = language.start;
      for (let count = 0; count < 2 * MAX_SEARCHED_STATES; count++) {
        state = language.next(state, 0x61);
        if (language.isFree(state)) expect.unreachable();
      }
      expect(language.isAccepting(state)).toBe(true);
    },
    SECONDS,
  );
});

describe("a long list of strings", () => {
  it(
    "is walked in time, of whatever characters",
    () => {
      const strings = Array.from({ length: 5000 }, (_, index) =>
        String.fromCodePoint(0x4e00 + index, 0x9fa5 - index, 0x61),
      );
      const language = literalLanguage(strings);
      expect(strings.every((text) => matches(language, text))).toBe(true);
      expect(matches(intersection([language, lengthLanguage(3, 3)]), strings[77]!)).toBe(true);
    },
    SECONDS,
  );
});

function distinct(count: number): string {
  return String.fromCodePoint(...Array.from({ length: count }, (_, index) => 0x4e00 + index));
}

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return null;
}
