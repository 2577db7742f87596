import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hermesErrorOf, temporaryFolder } from "../test-files.ts";
import { readGgufModel } from "./gguf-model.ts";
import { tensor, testGguf, text, texts, whole } from "./test-gguf.ts";

test("a model in one file", () => {
  const path = testGguf();
  expect(readGgufModel(path)).toMatchObject({
    parts: [path],
    architecture: "llama",
    contextLength: 512,
    vocabulary: {
      tokens: [
        { text: "a", kind: "normal" },
        { text: "b", kind: "normal" },
        { text: "ab", kind: "normal" },
        { text: "<|eot_id|>", kind: "control" },
        { text: "<think>", kind: "user-defined" },
      ],
      merges: ["a b"],
      split: "llama-bpe",
      tokenizerJson: null,
      endTokenIds: [3],
    },
    sampling: {},
  });
});

test("its size, where the file says it", () => {
  const metadata = { "llama.embedding_length": whole(64) };
  const tensors = [tensor("a", "F32", [4, 8]), tensor("b", "Q8_0", [2, 32])];
  expect(readGgufModel(testGguf({ metadata, tensors }))).toMatchObject({ parameters: 96, hiddenSize: 64 });
  expect(readGgufModel(testGguf()).hiddenSize).toBeNull();
});

test("sampling of the file, where -1 switches top-k off", () => {
  const sampling = {
    "general.sampling.temp": { type: "float32", value: 0.5 },
    "general.sampling.top_k": { type: "int32", value: -1 },
    "general.sampling.min_p": { type: "float32", value: 0.25 },
  } as const;
  expect(readGgufModel(testGguf({ metadata: sampling })).sampling).toEqual({ temperature: 0.5, topK: 0, minP: 0.25 });
});

test("all tokens that end an answer, each once", () => {
  const metadata = { "tokenizer.ggml.eot_token_id": whole(3), "tokenizer.ggml.eom_token_id": whole(2) };
  expect(readGgufModel(testGguf({ metadata })).vocabulary.endTokenIds).toEqual([3, 2]);
});

describe("a sound file that is not for us says so", () => {
  const cases: readonly [name: string, options: Parameters<typeof testGguf>[0], code: string, message: RegExp][] = [
    [
      "another architecture",
      { metadata: { "general.architecture": text("seed_oss") } },
      "unsupported",
      /architecture "seed_oss" is not supported, expected llama or qwen3/,
    ],
    ["an adapter", { metadata: { "general.type": text("adapter") } }, "unsupported", /of type "adapter"/],
    ["a vocabulary alone", { tensors: [] }, "unsupported", /a vocabulary and no weights/],
    ["no architecture", { metadata: { "general.architecture": null } }, "config-invalid", /no general.architecture/],
    ["no context length", { metadata: { "llama.context_length": null } }, "config-invalid", /no llama.context_length/],
    [
      "a context of nothing",
      { metadata: { "llama.context_length": whole(0) } },
      "config-invalid",
      /from 2 to 16777216/,
    ],
    ["a context of 2^31", { metadata: { "llama.context_length": whole(2 ** 31) } }, "config-invalid", /from 2 to/],
    ["text for a number", { metadata: { "llama.context_length": text("9") } }, "config-invalid", /not a whole number/],
    [
      "another tokenizer",
      { metadata: { "tokenizer.ggml.model": text("llama") } },
      "unsupported",
      /vocabulary of model "llama" is not supported, expected gpt2/,
    ],
    [
      "too few token types",
      { metadata: { "tokenizer.ggml.tokens": texts("a") } },
      "file-invalid",
      /1 tokens, but 5 token types/,
    ],
    [
      "a token type of its own",
      { metadata: { "tokenizer.ggml.token_type": { type: "int32s", value: [1, 1, 1, 3, 9] } } },
      "file-invalid",
      /token 4 is of unknown type 9/,
    ],
    [
      "an end beyond the vocabulary",
      { metadata: { "tokenizer.ggml.eos_token_id": whole(5) } },
      "file-invalid",
      /ends answers with token 5, but has 5/,
    ],
  ];
  test.each(cases)("%s", (_, options, code, message) => {
    const error = hermesErrorOf(() => readGgufModel(testGguf(options)));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });
});

describe("a model in parts", () => {
  const part = (number: number, folder: string, named = number): string =>
    testGguf({
      folder,
      name: `hermes-0000${named}-of-00002.gguf`,
      metadata: { "split.no": whole(number - 1), "split.count": whole(2) },
    });

  test("is opened by its first", () => {
    const folder = temporaryFolder();
    const [first, second] = [part(1, folder), part(2, folder)];
    const model = readGgufModel(first);
    expect(model.parts).toEqual([first, second]);
    expect(model.byteLength).toBe(statSync(first).size + statSync(second).size);
    expect(model.parameters).toBe(2 * readGgufModel(testGguf()).parameters);
  });

  test("and not by a later one", () => {
    const error = hermesErrorOf(() => readGgufModel(part(2, temporaryFolder())));
    expect(error.code).toBe("unsupported");
    expect(error.message).toMatch(/part 2 of 2.*Open .*hermes-00001-of-00002\.gguf/);
  });

  test("nor while a part is missing", () => {
    const folder = temporaryFolder();
    const error = hermesErrorOf(() => readGgufModel(part(1, folder)));
    expect(error.code).toBe("file-missing");
    expect(error.facts).toEqual({ path: join(folder, "hermes-00002-of-00002.gguf") });
  });

  test("nor under another name", () => {
    const error = hermesErrorOf(() => readGgufModel(part(1, temporaryFolder(), 2)));
    expect(error.message).toMatch(/part 1 of 2, but is not named so/);
  });
});
