import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerSoup } from "../../chat/output/tag-soup.ts";
import { isHermesError } from "../../errors.ts";
import { createTestTokenizer } from "../native/test-model.ts";
import { createTokenAccess } from "./token-access.ts";

const tokenizer = createTestTokenizer();
const begin = "<|begin_of_text|>";
const bos = tokenizer.idOf(begin)!;
const think = tokenizer.idOf("<think>")!;
const access = createTokenAccess({ tokenizer, bosToken: begin });
const spelled = (text: string) => [...new TextEncoder().encode(text)].map((byte) => tokenOfByte(byte));

function tokenOfByte(byte: number): number {
  for (let token = 0; token < 256; token++) if (tokenizer.tokenBytes(token)![0] === byte) return token;
  throw new Error(`no token of byte ${byte}`);
}

describe("encode", () => {
  test.each<[string, string, object, number[]]>([
    ["by default begin-of-text and plain text", "a<think>", {}, [bos, ...spelled("a<think>")]],
    ["special tokens where asked", "a<think>", { parseSpecial: true }, [bos, ...spelled("a"), think]],
    ["no begin-of-text where asked", "a", { addSpecial: false }, spelled("a")],
    ["begin-of-text is not doubled", `${begin}a`, { parseSpecial: true }, [bos, ...spelled("a")]],
    ["as text it does not count", `${begin}a`, {}, [bos, ...spelled(`${begin}a`)]],
    ["an empty text", "", {}, [bos]],
    ["an empty text and nothing added", "", { addSpecial: false }, []],
  ])("%s", (_name, text, options, expected) => {
    expect(access.encode(text, options)).toEqual(expected);
  });

  test("a model without begin-of-text gets none", () => {
    expect(createTokenAccess({ tokenizer, bosToken: null }).encode("a")).toEqual(spelled("a"));
  });

  test("text without begin-of-text comes back from its tokens", () => {
    fc.assert(
      fc.property(answerSoup, fc.boolean(), (text, parseSpecial) => {
        const tokens = access.encode(text, { parseSpecial, addSpecial: false });
        expect(access.decode(tokens)).toBe(text.toWellFormed());
      }),
      { seed: 71, numRuns: 300 },
    );
  });
});

describe("decode and tokenBytes", () => {
  test("a control token has text and no bytes", () => {
    expect(access.decode([bos])).toBe(begin);
    expect(access.tokenBytes(bos)).toBeNull();
    expect([...access.tokenBytes(spelled("a")[0]!)!]).toEqual([0x61]);
  });

  test.each([-1, 0.5, Number.NaN, access.vocabularySize, "7" as unknown as number])("%s is no token", (token) => {
    const usage = expect.toSatisfy((error) => isHermesError(error, "usage"));
    expect(() => access.decode([0, token])).toThrow(usage);
    expect(() => access.tokenBytes(token)).toThrow(usage);
  });
});
