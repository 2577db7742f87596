/** Both families with random weights, from checkpoint folder and from GGUF: they babble, and babble alike. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { makeCheckpoint } from "../../../tools/make-checkpoint/make-checkpoint.ts";
import { makeGguf } from "../../../tools/make-gguf/make-gguf.ts";
import { byteAlphabet, hermesTags } from "../../tokenizer/index.ts";
import { collectAnswer } from "../collect-answer.ts";
import type { ChatRequest } from "../contract.ts";
import { loadNativeBackend } from "../native/load-native-backend.ts";
import { loadLlamaCppBackend } from "./load-llama-cpp-backend.ts";
import { libraryFolder } from "./test-runner.ts";

const families = [
  {
    family: "llama",
    shape: "tiny",
    controls: ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"],
    end: "<|eot_id|>",
  },
  {
    family: "qwen3",
    shape: "tiny-qwen3",
    controls: ["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
    end: "<|im_end|>",
  },
] as const;

const questions: readonly ChatRequest[] = [
  { messages: [{ role: "user", content: "Hello, who are you?" }] },
  {
    messages: [
      { role: "system", content: "Be brief." },
      { role: "user", content: "12 + 30 — naïve <|im_end|>" },
    ],
  },
  { messages: [{ role: "user", content: "Think." }], thinking: true },
].map((request) => ({ ...request, maxTokens: 40, sampling: { temperature: 0 } }) as ChatRequest);

describe.skipIf(libraryFolder === null)("families (skipped where node-llama-cpp is not installed)", () => {
  const root = mkdtempSync(join(tmpdir(), "hermes-families-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test.each(families)("$family: GGUF and folder answer alike", async ({ family, shape, controls, end }) => {
    const folder = join(root, family);
    const specials = [...controls, ...hermesTags];
    const vocabularySize = 256 + specials.length;
    makeCheckpoint({ folder, shape, seed: 11, layout: "f32", overrides: { vocabularySize, contextLength: 2048 } });
    const tokenizer = {
      added_tokens: specials.map((content, index) => ({ id: 256 + index, content, special: index < controls.length })),
      pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, use_regex: false },
      decoder: { type: "ByteLevel" },
      model: { type: "BPE", vocab: Object.fromEntries(byteAlphabet.map((token, id) => [token, id])), merges: [] },
    };
    writeFileSync(join(folder, "tokenizer.json"), JSON.stringify(tokenizer));
    writeFileSync(join(folder, "tokenizer_config.json"), JSON.stringify({ eos_token: end }));
    const file = join(root, `${family}.gguf`);
    makeGguf({ folder, file, type: "F32" });

    const ours = await loadNativeBackend({ folder, compute: "exact", threads: 1 });
    const engine = { libraryFolder: libraryFolder!, threads: 1, cacheDtype: "float32" } as const;
    const theirs = await loadLlamaCppBackend({ file, ...engine, contextLength: 2048 });
    for (const question of questions) {
      const [expected, answer] = [
        await collectAnswer(ours.stream(question)),
        await collectAnswer(theirs.stream(question)),
      ];
      expect(answer.raw).toBe(expected.raw);
      expect(answer.usage.promptTokens).toBe(expected.usage.promptTokens);
      expect(theirs.renderPrompt(question).text).toBe(ours.renderPrompt(question).text);
    }
    await Promise.all([ours.dispose(), theirs.dispose()]);
  });
});
