import fc from "fast-check";
import { expect, test } from "vitest";
import { byteAlphabet, readSpelledBytes, spellBytes } from "./byte-level.ts";

fc.configureGlobal({ seed: 4 });

test("the byte alphabet is GPT-2's", () => {
  expect(new Set(byteAlphabet).size).toBe(256);
  expect(byteAlphabet[0x0a]).toBe("Ċ");
  expect(byteAlphabet[0x20]).toBe("Ġ");
  expect(byteAlphabet[0x41]).toBe("A");
  expect(byteAlphabet[0xad]).toBe("Ń");
  expect(byteAlphabet[0xff]).toBe("ÿ");
});

test("spelling and reading are inverse on every text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(readSpelledBytes(spellBytes(text))).toEqual(new TextEncoder().encode(text));
    }),
  );
});

test("a token outside the alphabet has no bytes", () => {
  expect(readSpelledBytes("a b")).toBeNull();
});
