import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { spellBytes } from "./byte-level.ts";
import { bytesOfToken, joinTokens, readTokens } from "./flat-tokens.ts";

fc.configureGlobal({ seed: 12 });

const utf8 = new TextEncoder();
const text = fc.string({ unit: "binary", maxLength: 6 });
/** Of one token: its spelling in the byte alphabet, itself, or nothing; and the bytes that are expected. */
const entry = fc.oneof(
  text.map((own) => ({ spelling: spellBytes(own), text: null, bytes: utf8.encode(own) })),
  text.map((own) => ({ spelling: "x", text: own, bytes: utf8.encode(own) })),
  fc.constant({ spelling: undefined, text: null, bytes: new Uint8Array() }),
);

function read(entries: readonly { readonly spelling: string | undefined; readonly text: string | null }[]) {
  const texts = new Map(entries.flatMap(({ text: own }, id) => (own === null ? [] : [[id, own] as const])));
  return readTokens(
    entries.map(({ spelling }) => spelling),
    texts,
  );
}

describe("flat tokens", () => {
  test("hold the bytes of each token", () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 20 }), (entries) => {
        const tokens = read(entries);
        expect(entries.map((_, id) => bytesOfToken(tokens, id))).toEqual(entries.map(({ bytes }) => bytes));
        expect(tokens.starts.at(-1)).toBe(tokens.bytes.length);
      }),
    );
  });

  test("join the bytes of any ids; those without a token add none", () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 9 }), fc.array(fc.integer({ min: -2, max: 12 })), (entries, ids) => {
        const expected = ids.flatMap((id) => [...(entries[id]?.bytes ?? [])]);
        expect([...joinTokens(read(entries), ids)]).toEqual(expected);
      }),
    );
  });

  test("a spelling with a character outside the byte alphabet is what it says", () => {
    const tokens = read([
      { spelling: "Ġa", text: null },
      { spelling: "Ġ€", text: null },
      { spelling: "b", text: null },
    ]);
    const texts = [0, 1, 2].map((id) => new TextDecoder().decode(bytesOfToken(tokens, id)));
    expect(texts).toEqual([" a", "Ġ€", "b"]);
  });

  test.each([-1, 1, 1.5, Number.NaN])("id %d has no bytes", (id) => {
    expect(bytesOfToken(read([{ spelling: "a", text: null }]), id)).toEqual(new Uint8Array());
  });
});
