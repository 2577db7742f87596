import { describe, expect, it } from "vitest";
import { type ErrorCode, HermesError } from "../../errors.ts";
import { patternLanguage } from "./languages.ts";
import { matches } from "./matches.ts";

const meanings: readonly [pattern: string, holds: readonly string[], lacks: readonly string[]][] = [
  ["abc", ["abc", "xabcx"], ["ab", ""]],
  ["^abc$", ["abc"], ["abc\n", "xabc"]],
  ["^a|b$", ["ax", "xb"], ["xa", "bx"]],
  ["", ["", "x"], []],
  ["a$b", [], ["a", "ab"]],
  ["^(?:a|^b)+$", ["a", "ba"], ["ab"]],
  ["^.$", ["a", "😀", "\ud83d"], ["\n", "\r", "\u2028", "\u2029", "ab"]],
  ["^\\d$", ["7"], ["७", "a"]],
  ["^\\w+$", ["aZ_9"], ["é", "-"]],
  ["^\\s$", [" ", "\t", "\u00a0", "\ufeff", "\u3000"], ["\u180e", "a"]],
  ["^\\cA\\ca$", ["\u0001\u0001"], ["\\cA\\ca"]],
  ["^\\x41\\u0042\\u{43}$", ["ABC"], []],
  ["^\\ud83d\\ude00$", ["😀"], ["\ud83d"]],
  ["^[\\u{1f600}-\\u{1f610}]$", ["😀"], ["😡"]],
  ["^\\0$", ["\0"], ["0"]],
  ["^[\\b]$", ["\b"], ["b"]],
  ["^\\p{Letter}\\P{L}$", ["é1"], ["1é"]],
  ["^\\p{Script=Greek}\\p{Lu}\\p{digit}\\p{ASCII}$", ["αÄ٣~"], ["aA1~"]],
  ["^[^\\p{L}\\d]$", ["-"], ["a", "1"]],
  ["^(?<year>\\d{4})-(?:0[1-9])$", ["2026-01"], ["2026-00"]],
  ["^a{2}$", ["aa"], ["a", "aaa"]],
  ["^a{2,}?$", ["aa", "aaaa"], ["a"]],
  ["^a{0,2}$", ["", "a", "aa"], ["aaa"]],
  ["^(?:){5}$", [""], ["a"]],
  ["[]", [], ["", "a"]],
  ["^[^]$", ["\n"], [""]],
];

/** What Annex B takes and the flag `u` does not. */
const lenient: readonly [pattern: string, holds: readonly string[], lacks: readonly string[]][] = [
  ["^\\-\\_\\/\\@\\ \\é$", ["-_/@ é"], []],
  ["^[\\w-.]+$", ["a-."], ["+"]],
  ["^[a-\\d]+$", ["a-1"], ["b"]],
  ["^{a}]$", ["{a}]"], []],
];

const refused: readonly [pattern: string, code: ErrorCode, message: string][] = [
  ["a(?=b)", "schema-unsupported", "look-ahead (?=…) at position 1"],
  ["^(?!x)", "schema-unsupported", "negative look-ahead (?!…) at position 1"],
  ["(?<=a)b", "schema-unsupported", "look-behind (?<=…) at position 0"],
  ["(?<!a)b", "schema-unsupported", "negative look-behind (?<!…) at position 0"],
  ["a\\b", "schema-unsupported", "word boundary at position 1"],
  ["\\Ba", "schema-unsupported", "word boundary at position 0"],
  ["(a)\\1", "schema-unsupported", "reference to a group at position 3"],
  ["(?<n>a)\\k<n>", "schema-unsupported", "reference to a group at position 7"],
  ["(?i:a)", "schema-unsupported", "flags in the pattern (?i:…) at position 0"],
  ["(?i)a", "schema-invalid", "a group that begins with (?"],
  ["(?P<n>a)", "schema-invalid", "a group that begins with (?"],
  ["(?#c)a", "schema-invalid", "a group that begins with (?"],
  ["(a", "schema-invalid", "a ( without its ) at position 0"],
  ["a)", "schema-invalid", "a ) without its ( at position 1"],
  ["[a", "schema-invalid", "a class without its ] at position 0"],
  ["[a-", "schema-invalid", "a class without its ]"],
  ["[z-a]", "schema-invalid", "ends before it begins"],
  ["[[:alpha:]]", "schema-invalid", "POSIX"],
  ["*a", "schema-invalid", "nothing to repeat"],
  ["a**", "schema-invalid", "nothing to repeat"],
  ["a{2}{3}", "schema-invalid", "nothing to repeat"],
  ["^*", "schema-invalid", "nothing to repeat"],
  ["{2}", "schema-invalid", "nothing to repeat"],
  ["a{,2}", "schema-invalid", "without its least number"],
  ["a{3,2}", "schema-invalid", "less than its least"],
  ["a\\", "schema-invalid", "backslash with nothing"],
  ["\\Z", "schema-invalid", "\\Z means nothing"],
  ["\\a", "schema-invalid", "\\a means nothing"],
  ["\\01", "schema-invalid", "octal"],
  ["[\\1]", "schema-invalid", "\\1 means nothing"],
  ["\\u12", "schema-invalid", "four hexadecimal digits"],
  ["\\u{110000}", "schema-invalid", "above 10FFFF"],
  ["\\x1", "schema-invalid", "two hexadecimal digits"],
  ["\\c1", "schema-invalid", "\\c wants a letter"],
  ["\\pL", "schema-invalid", "no Unicode property"],
  ["\\p{Klingon}", "schema-invalid", "no Unicode property (Klingon)"],
  ["\\p{L}+\\p{RGI_Emoji}", "schema-invalid", "no Unicode property"],
];

describe("a pattern", () => {
  it.each([...meanings, ...lenient])("%s means what it means in ECMAScript", (pattern, holds, lacks) => {
    const language = patternLanguage(pattern);
    expect(holds.filter((text) => !matches(language, text))).toEqual([]);
    expect(lacks.filter((text) => matches(language, text))).toEqual([]);
  });

  it.each(meanings)("%s means the same to the runtime", (pattern, holds, lacks) => {
    const native = new RegExp(pattern, "u");
    expect([holds.every((text) => native.test(text)), lacks.some((text) => native.test(text))]).toEqual([true, false]);
  });

  it.each(lenient)("%s means the same to the runtime without the flag", (pattern, holds, lacks) => {
    expect(() => new RegExp(pattern, "u")).toThrow();
    const native = new RegExp(pattern);
    expect([holds.every((text) => native.test(text)), lacks.some((text) => native.test(text))]).toEqual([true, false]);
  });

  it.each(refused)("%s is refused as %s", (pattern, code, message) => {
    const error = failure(() => patternLanguage(pattern, { pointer: "/properties/a/pattern", keyword: "pattern" }));
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
    expect(error.message).toContain("/properties/a/pattern");
    expect(error.facts).toMatchObject({ pointer: "/properties/a/pattern", keyword: "pattern" });
  });
});

function failure(act: () => unknown): HermesError {
  try {
    act();
  } catch (error) {
    if (error instanceof HermesError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
