import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesOfToken } from "../../tokenizer/index.ts";
import { flattenTokens, hideTokens } from "./flat-tokens.ts";

fc.configureGlobal({ seed: 35 });

const tokens = fc.array(
  fc.oneof(
    fc.uint8Array({ maxLength: 4 }).map((bytes) => Uint8Array.from(bytes)),
    fc.constant(null),
  ),
  { maxLength: 20 },
);

test("hidden tokens and rows without one are empty, all others as they were", () => {
  fc.assert(
    fc.property(tokens, fc.infiniteStream(fc.boolean()), fc.nat(3), (bytes, isHidden, more) => {
      const hidden = [...bytes.keys()].filter(() => isHidden.next().value).reverse();
      const size = bytes.length + more;
      const found = hideTokens(flattenTokens(bytes), [...hidden, ...hidden.slice(1)], size);
      const own = Array.from({ length: size }, (_, token) => (hidden.includes(token) ? null : (bytes[token] ?? null)));
      expect(found).toEqual(flattenTokens(own));
      expect(own.map((_, token) => [...bytesOfToken(found, token)])).toEqual(own.map((each) => [...(each ?? [])]));
    }),
  );
});
