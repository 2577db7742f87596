import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadTokenizer } from "./load-tokenizer.ts";
import { createTinyFile } from "./test-tokenizers.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hermes-tokenizer-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const writeTokenizer = (content: unknown) =>
  writeFile(join(folder, "tokenizer.json"), typeof content === "string" ? content : JSON.stringify(content));

test("tokenizer_config.json is optional and read when present", async () => {
  await writeTokenizer(createTinyFile());
  expect((await loadTokenizer(folder)).settings.endToken).toBeUndefined();
  await writeFile(join(folder, "tokenizer_config.json"), '{"eos_token": "<|end|>"}');
  expect((await loadTokenizer(folder)).settings.endToken).toBe("<|end|>");
});

test("a folder without tokenizer.json", async () => {
  await expect(loadTokenizer(folder)).rejects.toMatchObject({
    code: "file-missing",
    facts: { path: join(folder, "tokenizer.json") },
  });
});

test("a broken tokenizer_config.json is named", async () => {
  await writeTokenizer(createTinyFile());
  await writeFile(join(folder, "tokenizer_config.json"), "[]");
  const path = join(folder, "tokenizer_config.json");
  await expect(loadTokenizer(folder)).rejects.toMatchObject({ code: "file-invalid", facts: { path } });
});

const tiny = createTinyFile();
const [control, tag] = tiny.added_tokens!;
const invalidFiles = [
  { name: "no JSON", content: "{", code: "file-invalid" },
  { name: "a list", content: [], code: "file-invalid" },
  { name: "no model", content: { decoder: { type: "ByteLevel" } }, code: "file-invalid" },
  { name: "no vocabulary", content: { ...tiny, model: { type: "BPE", merges: [] } }, code: "file-invalid" },
  {
    name: "a negative id",
    content: { ...tiny, model: { ...tiny.model, vocab: { ...tiny.model.vocab, a: -1 } } },
    code: "file-invalid",
  },
  {
    name: "an id beyond any vocabulary",
    content: { ...tiny, model: { ...tiny.model, vocab: { ...tiny.model.vocab, a: 2 ** 40 } } },
    code: "file-invalid",
  },
  { name: "a byte missing", content: { ...tiny, model: { ...tiny.model, vocab: { a: 0 } } }, code: "file-invalid" },
  { name: "no merges", content: { ...tiny, model: { ...tiny.model, merges: null } }, code: "file-invalid" },
  { name: "a merge of three", content: { ...tiny, model: { ...tiny.model, merges: ["a b c"] } }, code: "file-invalid" },
  { name: "added tokens not a list", content: { ...tiny, added_tokens: {} }, code: "file-invalid" },
  { name: "an added token that is no object", content: { ...tiny, added_tokens: [null] }, code: "file-invalid" },
  { name: "an added token without id", content: { ...tiny, added_tokens: [{ content: "<a>" }] }, code: "file-invalid" },
  {
    name: "an empty added token",
    content: { ...tiny, added_tokens: [{ id: 300, content: "" }] },
    code: "file-invalid",
  },
  {
    name: "an added token twice",
    content: { ...tiny, added_tokens: [control, { ...control, id: 300 }] },
    code: "file-invalid",
  },
  {
    name: "one id twice",
    content: { ...tiny, added_tokens: [control, { ...tag, id: control!.id }] },
    code: "file-invalid",
  },
  {
    name: "a piece type the library does not know",
    content: { ...tiny, pre_tokenizer: { type: "Martian" } },
    code: "file-invalid",
  },
  {
    name: "a pattern that is none",
    content: { ...tiny, pre_tokenizer: { type: "Split", pattern: { Regex: "(" }, behavior: "Isolated" } },
    code: "file-invalid",
  },
  { name: "another model", content: { ...tiny, model: { ...tiny.model, type: "Unigram" } }, code: "unsupported" },
  { name: "another decoder", content: { ...tiny, decoder: { type: "Metaspace" } }, code: "unsupported" },
  { name: "single_word", content: { ...tiny, added_tokens: [{ ...control, single_word: true }] }, code: "unsupported" },
];

test.each(invalidFiles)("$name: $code", async ({ content, code }) => {
  await writeTokenizer(content);
  await expect(loadTokenizer(folder)).rejects.toMatchObject({ code });
});
