/** For tests: a tokenizer of bytes and Hermes tokens, a folder with random weights, and a model that recites a text. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCheckpoint } from "../../../tools/make-checkpoint/make-checkpoint.ts";
import { Engine } from "../../engine/index.ts";
import type { readModelConfig } from "../../formats/index.ts";
import { GrammarCompiler } from "../../grammar/index.ts";
import type { LanguageModel } from "../../model/index.ts";
import { byteAlphabet, createTokenizer, hermesTags, type Tokenizer } from "../../tokenizer/index.ts";
import { collectStopTokens } from "../answer/stop-tokens.ts";
import { Recital } from "../testing/recital.ts";
import { NativeBackend } from "./native-backend.ts";

const controlTokens = [
  "<|begin_of_text|>",
  "<|end_of_text|>",
  "<|start_header_id|>",
  "<|end_header_id|>",
  "<|eot_id|>",
];

/** 256 bytes, five control tokens and, where `tags` is true, the Hermes tags. */
function tokenizerFile(tags: boolean): object {
  const specials = [...controlTokens, ...(tags ? hermesTags : [])];
  return {
    added_tokens: specials.map((content, index) => ({
      id: 256 + index,
      content,
      special: controlTokens.includes(content),
      normalized: false,
    })),
    normalizer: null,
    pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, use_regex: false },
    post_processor: null,
    decoder: { type: "ByteLevel" },
    model: { type: "BPE", vocab: Object.fromEntries(byteAlphabet.map((token, id) => [token, id])), merges: [] },
  };
}

export function createTestTokenizer({ tags = true } = {}): Tokenizer {
  return createTokenizer(tokenizerFile(tags));
}

export interface TestFolder {
  readonly path: string;
  remove(): void;
}

/** A complete model folder with random weights. It babbles, and everything but sense must hold. */
export function createTestFolder(contextLength = 512): TestFolder {
  const path = mkdtempSync(join(tmpdir(), "hermes-test-model-"));
  const vocabularySize = 256 + controlTokens.length + hermesTags.length;
  makeCheckpoint({ folder: path, shape: "tiny", seed: 5, overrides: { vocabularySize, contextLength } });
  writeFileSync(join(path, "tokenizer.json"), JSON.stringify(tokenizerFile(true)));
  writeFileSync(join(path, "tokenizer_config.json"), JSON.stringify({ eos_token: "<|eot_id|>" }));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A model that says `text`, token by token, then ends its turn; see Recital. */
function createRecitingModel(tokenizer: Tokenizer, text: string, contextLength: number): LanguageModel {
  const script = [...tokenizer.encode(text), tokenizer.idOf("<|eot_id|>")!];
  const config = { layers: 0, kvHeads: 1, headDim: 4, vocabularySize: tokenizer.vocabularySize };
  const blockTokens = 16;
  const recital = new Recital(script);
  return {
    config: config as ReturnType<typeof readModelConfig>,
    contextLength,
    maxStepTokens: 16,
    cache: { blocks: Math.ceil(contextLength / blockTokens), blockTokens, dtype: "float32", blockByteLength: 0 },
    fingerprint: "reciter",
    weightBytes: 0,
    bytesPerToken: 0,
    warnings: [],
    async step(sequences) {
      for (const { tokens } of sequences) recital.hear(tokens);
      const rows = sequences.filter(({ logits }) => logits === "last").length;
      const logits = new Float32Array(rows * tokenizer.vocabularySize);
      for (let row = 0; row < rows; row++) {
        logits[row * tokenizer.vocabularySize + recital.say()] = 100;
      }
      return logits;
    },
    readBlock: async () => new Uint8Array(0),
    writeBlock: async () => {},
    dispose: async () => {},
  };
}

/** A backend whose model says `text`. */
export function createRecitingBackend(text: string, { tags = true, contextLength = 4096 } = {}): NativeBackend {
  const tokenizer = createTestTokenizer({ tags });
  return new NativeBackend({
    modelId: "reciter",
    size: { parameters: null, hiddenSize: null },
    // What it says depends on how often it was asked, so nothing may be asked on a guess.
    engine: new Engine(createRecitingModel(tokenizer, text, contextLength), { speculation: "off" }),
    tokenizer,
    grammars: new GrammarCompiler(tokenizer),
    profile: "llama3",
    bosToken: "<|begin_of_text|>",
    stopTokens: collectStopTokens(tokenizer, [], ["<|eot_id|>", "<|end_of_text|>", "<|start_header_id|>"]),
    samplingDefaults: { temperature: 0 },
    weightBytes: 0,
    warnings: [],
    release: async () => {},
  });
}
