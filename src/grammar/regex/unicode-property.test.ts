import { describe, expect, it } from "vitest";
import { contains, rangesOf } from "./code-point-set.ts";
import { unicodeProperty } from "./unicode-property.ts";

const names = [
  "L",
  "Uppercase_Letter",
  "Nd",
  "digit",
  "Script=Greek",
  "sc=Han",
  "scx=Latn",
  "Alphabetic",
  "ASCII",
  "Any",
];
const further = [
  "Cn",
  "Cs",
  "Co",
  "Cf",
  "Assigned",
  "Noncharacter_Code_Point",
  "Default_Ignorable_Code_Point",
  "Emoji",
  "gc=Zs",
];

describe("a Unicode property", () => {
  it.each([...names, ...further])("%s holds what the runtime's own test says, code point by code point", (name) => {
    const test = new RegExp(`^\\p{${name}}$`, "u");
    const expected: [number, number][] = [];
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
      if (!test.test(String.fromCodePoint(codePoint))) continue;
      const last = expected.at(-1);
      if (last?.[1] === codePoint - 1) last[1] = codePoint;
      else expected.push([codePoint, codePoint]);
    }
    expect(rangesOf(unicodeProperty(name)!)).toEqual(expected);
  });

  it.each(["Klingon", "RGI_Emoji", "Script=Latin1", "L}|a{1", "", "=", "Script=", "^L"])("%s is none", (name) => {
    expect(unicodeProperty(name)).toBeNull();
  });

  it("is remembered", () => {
    expect(unicodeProperty("Script=Cyrillic")).toBe(unicodeProperty("Script=Cyrillic"));
    expect(contains(unicodeProperty("Script=Cyrillic")!, 0x416)).toBe(true);
  });
});
