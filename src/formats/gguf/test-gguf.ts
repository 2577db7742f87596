/** For tests: small GGUF files, sound or not. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type GgufTensor, writeGguf } from "../../../tools/make-gguf/gguf-file.ts";
import type { GgufValue } from "../../../tools/make-gguf/gguf-values.ts";
import { temporaryFolder } from "../test-files.ts";

const text = (value: string): GgufValue => ({ type: "string", value });
const texts = (...value: string[]): GgufValue => ({ type: "strings", value });
const whole = (value: number): GgufValue => ({ type: "uint32", value });

const soundMetadata: Readonly<Record<string, GgufValue>> = {
  "general.architecture": text("llama"),
  "llama.context_length": whole(512),
  "tokenizer.ggml.model": text("gpt2"),
  "tokenizer.ggml.pre": text("llama-bpe"),
  "tokenizer.ggml.tokens": texts("a", "b", "ab", "<|eot_id|>", "<think>"),
  "tokenizer.ggml.token_type": { type: "int32s", value: [1, 1, 1, 3, 4] },
  "tokenizer.ggml.merges": texts("a b"),
  "tokenizer.ggml.eos_token_id": whole(3),
};

const tensor = (name: string, type: "F32" | "Q8_0", shape: readonly number[]): GgufTensor => ({
  name,
  type,
  shape,
  chunks: () => [
    new Uint8Array(type === "F32" ? 4 * shape.reduce((a, b) => a * b, 1) : 34 * (shape[1]! / 32) * shape[0]!),
  ],
});

const soundTensors = [tensor("token_embd.weight", "Q8_0", [5, 32]), tensor("output_norm.weight", "F32", [5])];

export interface TestGgufOptions {
  /** Laid over those of a small sound model; null leaves a key out. */
  readonly metadata?: Readonly<Record<string, GgufValue | null>>;
  readonly tensors?: readonly GgufTensor[];
  readonly name?: string;
  readonly folder?: string;
}

/** Path of a GGUF file that is removed when the test ends. */
export function testGguf(options: TestGgufOptions = {}): string {
  const path = join(options.folder ?? temporaryFolder(), options.name ?? "model.gguf");
  const entries = Object.entries({ ...soundMetadata, ...options.metadata });
  const metadata = entries.filter((entry): entry is [string, GgufValue] => entry[1] !== null);
  writeGguf(path, metadata, options.tensors ?? soundTensors);
  return path;
}

/** The bytes of a sound file, changed by `change`, as a file. */
export function changedGguf(change: (bytes: Buffer) => Uint8Array): string {
  const path = testGguf();
  writeFileSync(path, change(readFileSync(path)));
  return path;
}

export { tensor, text, texts, whole };
