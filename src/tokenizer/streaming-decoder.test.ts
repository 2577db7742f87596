import fc from "fast-check";
import { expect, test } from "vitest";
import { createStreamingDecoder } from "./streaming-decoder.ts";

fc.configureGlobal({ seed: 4 });

const decodeBytes = (bytes: readonly number[]) =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(bytes));

/** Pushes one byte at a time and returns what came out at each step, `finish` last. */
function pushBytes(bytes: readonly number[]): string[] {
  const decoder = createStreamingDecoder((id) => new Uint8Array([id]));
  return [...bytes.map((byte) => decoder.push(byte)), decoder.finish()];
}

const cases = [
  { name: "an emoji in four bytes", bytes: [0xf0, 0x9f, 0x98, 0x80], pieces: ["", "", "", "😀", ""] },
  { name: "an unfinished character", bytes: [0x61, 0xe2, 0x82], pieces: ["a", "", "", "\ufffd"] },
  { name: "a character broken by a letter", bytes: [0xc3, 0x61], pieces: ["", "\ufffda", ""] },
  { name: "a stray continuation byte", bytes: [0x80, 0x61], pieces: ["\ufffd", "a", ""] },
  { name: "a byte order mark is text", bytes: [0xef, 0xbb, 0xbf, 0x61], pieces: ["", "", "\ufeff", "a", ""] },
];

test.each(cases)("$name", ({ bytes, pieces }) => {
  expect(pushBytes(bytes)).toEqual(pieces);
});

test("byte by byte equals at once, for any bytes", () => {
  const byte = fc.oneof(fc.nat(255), fc.constantFrom(0xf0, 0x9f, 0xe2, 0x82, 0xc3, 0x80, 0xed, 0xa0, 0xf4, 0x90));
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 40 }), (bytes) => {
      expect(pushBytes(bytes).join("")).toBe(decodeBytes(bytes));
    }),
    { numRuns: 1000 },
  );
});
