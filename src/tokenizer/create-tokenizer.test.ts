import { expect, test } from "vitest";
import type { PromptSegment } from "./contract.ts";
import { createTokenizer } from "./create-tokenizer.ts";
import { createTinyFile } from "./test-tokenizers.ts";

const end = 258;
const think = 259;
const hey = 257;
const bytesOf = (text: string) => [...new TextEncoder().encode(text)];

test("specials are sorted by string into control tokens and tags", () => {
  const tokenizer = createTokenizer(createTinyFile());
  expect([...tokenizer.controlTokens]).toEqual([["<|end|>", end]]);
  expect([...tokenizer.tagTokens]).toEqual([["<think>", think]]);
  expect(tokenizer.vocabularySize).toBe(260);
  expect(["hey", "<think>", "toString"].map(tokenizer.idOf)).toEqual([hey, think, undefined]);
});

const both = "hey<|end|><think>";
const segmentCases: { name: string; segments: PromptSegment[]; ids: number[] }[] = [
  { name: "template", segments: [{ text: both, source: "template" }], ids: [hey, end, think] },
  { name: "system", segments: [{ text: both, source: "system" }], ids: [hey, ...bytesOf("<|end|>"), think] },
  { name: "assistant", segments: [{ text: both, source: "assistant" }], ids: [hey, ...bytesOf("<|end|>"), think] },
  { name: "user", segments: [{ text: both, source: "user" }], ids: [hey, ...bytesOf("<|end|><think>")] },
  { name: "tool", segments: [{ text: both, source: "tool" }], ids: [hey, ...bytesOf("<|end|><think>")] },
  {
    name: "a word over three segments is encoded as one",
    segments: [
      { text: "h", source: "template" },
      { text: "e", source: "user" },
      { text: "y", source: "template" },
    ],
    ids: [hey],
  },
  {
    name: "a control token half in caller text stays text",
    segments: [
      { text: "<|en", source: "user" },
      { text: "d|>", source: "template" },
    ],
    ids: bytesOf("<|end|>"),
  },
  {
    name: "a tag half in template text stays text",
    segments: [
      { text: "<thi", source: "template" },
      { text: "nk>", source: "assistant" },
    ],
    ids: bytesOf("<think>"),
  },
  {
    name: "a tag over two segments of one source is whole",
    segments: [
      { text: "<thi", source: "assistant" },
      { text: "", source: "user" },
      { text: "nk>", source: "assistant" },
    ],
    ids: [think],
  },
  { name: "no segments", segments: [], ids: [] },
];

test.each(segmentCases)("segments: $name", ({ segments, ids }) => {
  const tokenizer = createTokenizer(createTinyFile());
  expect(tokenizer.encodeSegments(segments)).toEqual(ids);
});

test("added_tokens_decoder adds what tokenizer.json lacks, and never overrides it", () => {
  const config = {
    added_tokens_decoder: {
      "258": { content: "<|renamed|>" },
      "260": { content: "</think>", special: false },
      "261": { content: "<think>" },
    },
  };
  const tokenizer = createTokenizer(createTinyFile(), config);
  expect([...tokenizer.controlTokens.keys()]).toEqual(["<|end|>"]);
  expect([...tokenizer.tagTokens]).toEqual([
    ["<think>", think],
    ["</think>", 260],
  ]);
  expect(tokenizer.encode("</think>")).toEqual([260]);
});

test("a special string that the vocabulary can also merge stays text in caller text", () => {
  const file = createTinyFile();
  const added = [{ id: 257, content: "hey", special: true }];
  const tokenizer = createTokenizer({ ...file, added_tokens: added });
  expect(tokenizer.encode("hey")).toEqual([257]);
  expect(tokenizer.encodeSegments([{ text: "hey", source: "user" }])).toEqual([256, ...bytesOf("y")]);
});

test("white space beside a stripping token is dropped as the publisher's encoder does", () => {
  const file = createTinyFile();
  const added = [{ id: 258, content: "<|end|>", special: true, lstrip: true, rstrip: true }];
  const tokenizer = createTokenizer({ ...file, added_tokens: added });
  expect(tokenizer.encode("a <|end|> \n b")).toEqual([...bytesOf("a"), 258, ...bytesOf("b")]);
});

test("a hole in the numbering and an id past the end give no text", () => {
  const file = createTinyFile();
  const tokenizer = createTokenizer({ ...file, added_tokens: [{ id: 300, content: "<|end|>" }] });
  expect(tokenizer.vocabularySize).toBe(301);
  expect(tokenizer.decode([257, 280, 99_999, 300])).toBe("hey<|end|>");
  expect(tokenizer.tokenBytes(280)).toEqual(new Uint8Array(0));
});

test("token bytes are a copy, and null for control tokens", () => {
  const tokenizer = createTokenizer(createTinyFile());
  expect(tokenizer.tokenBytes(end)).toBeNull();
  expect(tokenizer.tokenBytes(think)).toEqual(new TextEncoder().encode("<think>"));
  expect(tokenizer.tokenBytes(0xf0)).toEqual(new Uint8Array([0xf0]));
  tokenizer.tokenBytes(hey)!.fill(0);
  expect(tokenizer.decode([hey])).toBe("hey");
});

test("the bytes of all tokens are those that decode", () => {
  const tokenizer = createTokenizer(createTinyFile());
  const { bytes, starts } = tokenizer.textBytes();
  expect(starts.length).toBe(tokenizer.vocabularySize + 1);
  for (let id = 0x20; id < tokenizer.vocabularySize; id++) {
    expect(tokenizer.decode([id])).toBe(new TextDecoder().decode(bytes.subarray(starts[id], starts[id + 1])));
  }
});

test("settings are those of tokenizer_config.json", () => {
  const config = { bos_token: { content: "<s>" }, eos_token: "<|end|>", add_bos_token: true, model_max_length: 4096 };
  expect(createTokenizer(createTinyFile(), config).settings).toEqual({
    beginToken: "<s>",
    endToken: "<|end|>",
    padToken: undefined,
    addsBeginToken: true,
    maxLength: 4096,
  });
});
