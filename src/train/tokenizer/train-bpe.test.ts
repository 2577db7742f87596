import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import { createTokenizer, hermesTags, readSpelledBytes, spellBytes } from "../../tokenizer/index.ts";
import { llamaSpecialTokens } from "./special-tokens.ts";
import { trainBpe } from "./train-bpe.ts";

fc.configureGlobal({ seed: 4 });

const thinkingPrompt = "You should enclose your thoughts inside <think> </think> tags, and then provide your solution.";
const identity = "You are Hermes, (the messenger) [of the gods]?";
const toolsHead = "# Tools\n\nYou are given functions within <tools></tools> XML tags:\n<tools>\n";
const phrases = [thinkingPrompt, identity, toolsHead];
const texts = [
  `<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\n${identity}<|eot_id|>`,
  `<|start_header_id|>user<|end_header_id|>\n\nWhat is 17 + 25? What is 170-25?<|eot_id|>`,
  `<|start_header_id|>assistant<|end_header_id|>\n\n<think>\n17 + 25 = 42\n</think>\nThe sum is 42, isn't it?<|eot_id|>`,
  "The user said that the sum, the difference and the product were what the user wanted. Naïve café, 神神神 😀😀.",
  thinkingPrompt,
];
const trained = trainBpe({ texts, phrases, vocabularySize: 384, contextLength: 2048 });
const tokenizer = createTokenizer(JSON.parse(JSON.stringify(trained.tokenizer)), trained.config);
const pieces = (text: string) => tokenizer.encode(text).map((id) => tokenizer.decode([id]));
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(fc.constantFrom(...phrases, ...texts, " ", "the", "12 3", "\n\n", "'s", "😀", "x=", identity.slice(0, 9)))
    .map((list) => list.join("")),
);

test("the size is exact, bytes come first, added tokens last", () => {
  expect(tokenizer.vocabularySize).toBe(384);
  expect(Object.keys(trained.tokenizer.model.vocab)).toHaveLength(384 - trained.tokenizer.added_tokens!.length);
  for (let byte = 0; byte < 256; byte++) expect(tokenizer.tokenBytes(byte)).toEqual(new Uint8Array([byte]));
  const firstAdded = 384 - trained.tokenizer.added_tokens!.length;
  expect(trained.tokenizer.added_tokens!.map(({ id }) => id - firstAdded)).toEqual(
    trained.tokenizer.added_tokens!.map((_, index) => index),
  );
});

test("control tokens and Hermes tags are added tokens", () => {
  expect([...tokenizer.tagTokens.keys()]).toEqual(hermesTags);
  for (const special of llamaSpecialTokens) expect(tokenizer.controlTokens.has(special)).toBe(true);
  const { special } = trained.tokenizer.added_tokens!.find(({ content }) => content === "<think>")!;
  expect(special).toBe(false);
});

test("the configuration names the tokens", () => {
  expect(tokenizer.settings).toEqual({
    beginToken: "<|begin_of_text|>",
    endToken: "<|eot_id|>",
    padToken: "<|end_of_text|>",
    addsBeginToken: true,
    maxLength: 2048,
  });
});

test("any text comes back", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    }),
  );
});

test("digits stay single tokens", () => {
  expect(pieces("17 + 25=42")).toEqual(["1", "7", " +", " ", "2", "5", "=", "4", "2"]);
  for (const token of Object.keys(trained.tokenizer.model.vocab)) {
    if (/[0-9]/.test(token)) expect(token).toHaveLength(1);
  }
});

test("each piece of a phrase between tags is one token", () => {
  expect(trained.report.phraseTokens).toBe(5);
  expect(pieces(identity)).toEqual([identity]);
  expect(pieces(thinkingPrompt)).toEqual([
    "You should enclose your thoughts inside ",
    "<think>",
    " ",
    "</think>",
    " tags, and then provide your solution.",
  ]);
  expect(pieces(toolsHead)).toEqual([
    "# Tools\n\nYou are given functions within ",
    "<tools>",
    "</tools>",
    " XML tags:\n",
    "<tools>",
    "\n",
  ]);
});

describe("against a plain reading of the merges", () => {
  const { vocab, merges } = trained.tokenizer.model;
  const rankOf = new Map(merges.map((pair, rank) => [(pair as readonly string[]).join(" "), rank]));
  const words =
    /'(?:[stmd]|re|ve|ll)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+/gu;

  /** Merges the pair of lowest rank again and again, the leftmost of equals first. */
  function applyMerges(piece: string): number[] {
    let symbols = [...spellBytes(piece)];
    while (true) {
      const ranks = symbols.slice(1).map((right, index) => rankOf.get(`${symbols[index]} ${right}`) ?? Infinity);
      const lowest = Math.min(...ranks);
      if (lowest === Infinity) return symbols.map((symbol) => vocab[symbol]!);
      const at = ranks.indexOf(lowest);
      symbols = [...symbols.slice(0, at), symbols[at]! + symbols[at + 1]!, ...symbols.slice(at + 2)];
    }
  }

  test("the library gives the same ids", () => {
    const sample = fc.constantFrom(
      "the",
      " user",
      "sum",
      "differ",
      "café",
      "神神",
      "😀",
      "17",
      " + ",
      "\n",
      "?",
      " ",
      "th",
      "s",
    );
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 20 }), (parts) => {
        const text = parts.join("");
        expect(tokenizer.encode(text)).toEqual((text.match(words) ?? []).flatMap(applyMerges));
      }),
    );
  });

  test("every learnt token is reached by merges, phrases are the only exception", () => {
    const unreached = Object.keys(vocab).filter((token) => {
      const bytes = readSpelledBytes(token)!;
      const text = new TextDecoder().decode(bytes);
      return !text.includes("\ufffd") && applyMerges(text).length > 1;
    });
    expect(unreached).toHaveLength(trained.report.phraseTokens);
  });
});

test("the order of the texts does not matter", () => {
  const again = trainBpe({ texts: [...texts].reverse(), phrases, vocabularySize: 384, contextLength: 2048 });
  expect(JSON.stringify(again.tokenizer)).toBe(JSON.stringify(trained.tokenizer));
});

test("spare tokens fill the vocabulary when merges run out", () => {
  const { report, tokenizer: file } = trainBpe({ texts: ["abab", "abab"], vocabularySize: 320, contextLength: 64 });
  expect(report).toEqual({ uniquePieces: 1, merges: 2, phraseTokens: 0, reservedTokens: 320 - 258 - 16 });
  expect(file.added_tokens!.at(-1)!.content).toBe("<|reserved_special_token_45|>");
});

const refused = [
  { name: "a vocabulary too small for the bytes", options: { vocabularySize: 256 } },
  { name: "a vocabulary beyond the pair table", options: { vocabularySize: 70_000 } },
  { name: "a fractional size", options: { vocabularySize: 300.5 } },
  { name: "a phrase with a digit", options: { vocabularySize: 512, phrases: ["Hermes 4"] } },
];

test.each(refused)("refused: $name", ({ options }) => {
  expect(() => trainBpe({ texts: [], contextLength: 64, ...options })).toThrowError(
    expect.toSatisfy((error) => isHermesError(error, "training-invalid")),
  );
});
