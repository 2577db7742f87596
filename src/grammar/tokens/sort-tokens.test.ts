import fc from "fast-check";
import { expect, test } from "vitest";
import { flattenTokens } from "./flat-tokens.ts";
import { sortTokens, tokensOutside } from "./sort-tokens.ts";
import { addToken, emptySet } from "./token-set.ts";

fc.configureGlobal({ seed: 33 });

const byte = fc.constantFrom(0, 1, 128, 255);
const token = fc.oneof(
  { weight: 9, arbitrary: fc.array(byte, { maxLength: 5 }) },
  { weight: 1, arbitrary: fc.array(byte, { minLength: 250, maxLength: 600 }) },
);
const tokens = fc.array(
  token.map((bytes) => Uint8Array.from(bytes)),
  { maxLength: 40 },
);

test("tokens are sorted by their bytes, those with the same by id; those without stand nowhere", () => {
  fc.assert(
    fc.property(tokens, (bytes) => {
      const flat = flattenTokens(bytes);
      const expected = [...bytes.keys()].filter((index) => bytes[index]!.length > 0);
      expected.sort((a, b) => Buffer.compare(bytes[a]!, bytes[b]!) || a - b);
      expect([...sortTokens(flat, tokensOutside(emptySet(bytes.length), flat))]).toEqual(expected);
    }),
  );
});

test("those outside of a set are sorted alone", () => {
  fc.assert(
    fc.property(tokens, fc.infiniteStream(fc.boolean()), (bytes, isOne) => {
      const flat = flattenTokens(bytes);
      const hidden = [...bytes.keys()].filter(() => isOne.next().value);
      const set = emptySet(bytes.length);
      for (const own of hidden) addToken(set, own);
      const all = sortTokens(flat, tokensOutside(emptySet(bytes.length), flat));
      expect(sortTokens(flat, tokensOutside(set, flat))).toEqual(all.filter((own) => !hidden.includes(own)));
    }),
  );
});
