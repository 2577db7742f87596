import { isUtf8 } from "node:buffer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { countTextCharacters, unfinishedBytes } from "./text-tokens.ts";

fc.configureGlobal({ seed: 31 });

const utf8 = new TextEncoder();

/** Any code points. */
const text = (size: fc.ArrayConstraints) =>
  fc.array(fc.integer({ min: 0, max: 0x10ffff }), size).map((list) => String.fromCodePoint(...list).toWellFormed());

test.each([
  ["letters", "abc", 3],
  ["a space and a tilde", " ~", 2],
  ["two, three and four bytes", "é日😀", 3],
  ["the last code point", "\u{10ffff}", 1],
  ["a control character above ASCII", "\u0085", 1],
  ["nothing", "", 0],
  ["a quote", 'a"', 0],
  ["a backslash", "\\", 0],
  ["a line break", "\n", 0],
  ["the delete character", "a\u007f", 0],
])("text of %s", (_name, text, characters) => {
  expect(countTextCharacters(utf8.encode(text))).toBe(characters);
});

test.each([
  ["a lone continuation byte", [0x80], 0],
  ["half a character", [0x61, 0xc3], 1],
  ["a third of one", [0xe6], 1],
  ["two thirds of one", [0xe6, 0x97], 2],
  ["three quarters of one", [0xf0, 0x9f, 0x98], 3],
  ["an overlong slash", [0xc0, 0xaf], 0],
  ["an overlong zero in three bytes", [0xe0, 0x80, 0x80], 0],
  ["a surrogate", [0xed, 0xa0, 0x80], 0],
  ["a code point beyond the last", [0xf4, 0x90, 0x80, 0x80], 0],
  ["a byte that UTF-8 has not", [0xff], 0],
])("%s is no text", (_name, bytes, unfinished) => {
  expect(countTextCharacters(Uint8Array.from(bytes))).toBe(0);
  expect(unfinishedBytes(Uint8Array.from(bytes))).toBe(unfinished);
});

test("agrees with the platform's decoder on any bytes", () => {
  const isText = (bytes: Uint8Array): boolean =>
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is asked for
    isUtf8(bytes) && /^[^"\\\x00-\x1f\x7f]+$/.test(Buffer.from(bytes).toString());
  const byte = fc.oneof(fc.nat(255), fc.constantFrom(0x80, 0x9f, 0xa0, 0xbf, 0xc2, 0xe0, 0xed, 0xf0, 0xf4));
  const bytes = fc.oneof(
    fc.array(byte, { maxLength: 6 }).map((list) => Uint8Array.from(list)),
    text({ maxLength: 4 }).map((value) => utf8.encode(value)),
  );
  fc.assert(
    fc.property(bytes, (value) => {
      expect(countTextCharacters(value) > 0).toBe(isText(value));
      if (isText(value)) expect(countTextCharacters(value)).toBe([...Buffer.from(value).toString()].length);
    }),
    { numRuns: 500 },
  );
});

test("cutting the unfinished bytes leaves whole characters", () => {
  fc.assert(
    fc.property(text({ minLength: 1, maxLength: 4 }), fc.nat(20), (value, cut) => {
      const bytes = utf8.encode(value);
      const part = bytes.subarray(0, cut % (bytes.length + 1));
      const whole = part.subarray(0, part.length - unfinishedBytes(part));
      expect(value.startsWith(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(whole))).toBe(true);
      expect(part.length - whole.length).toBeLessThan(4);
    }),
  );
});
