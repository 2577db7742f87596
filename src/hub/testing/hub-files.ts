/** For tests only: repositories for the hub server. */
import { createHash } from "node:crypto";

export interface TestFile {
  readonly bytes: Uint8Array;
  /** Kept as git LFS keeps large files: named by SHA-256, served by the storage server. */
  readonly large: boolean;
  /** A length that the tree lists in place of the true one. */
  readonly listedBytes?: number;
}

export interface TestRepository {
  readonly commit: string;
  readonly files: Readonly<Record<string, TestFile>>;
  readonly card?: Readonly<Record<string, unknown>>;
  /** Files need a token that has access. */
  readonly gated?: boolean;
  /** Does not exist for who has no access. */
  readonly hidden?: boolean;
  /** Other names of the commit beside "main". */
  readonly revisions?: readonly string[];
}

export function text(content: string): TestFile {
  return { bytes: Buffer.from(content), large: false };
}

/** Seeded bytes of a large file. */
export function large(byteLength: number, seed = 1): TestFile {
  const bytes = new Uint8Array(byteLength);
  let state = seed * 2654435761;
  for (let index = 0; index < byteLength; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return { bytes, large: true };
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function gitHash(bytes: Uint8Array): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

export function contentId({ bytes, large: isLarge }: TestFile): string {
  return isLarge ? sha256(bytes) : gitHash(bytes);
}

/** A commit identifier made of a word. */
export function commitOf(word: string): string {
  return createHash("sha1").update(word).digest("hex");
}

/** A sharded safetensors repository as they are on the hub, with files that nobody needs. */
export function modelRepository(shardBytes = 5_000): TestRepository {
  const shards = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
  const weightMap = { "model.embed_tokens.weight": shards[0], "lm_head.weight": shards[1] };
  return {
    commit: commitOf("model"),
    card: { license: "apache-2.0" },
    files: {
      ".gitattributes": text("*.safetensors filter=lfs\n"),
      "README.md": text("---\nlicense: apache-2.0\n---\n# A model\n"),
      LICENSE: text("Apache License 2.0\n"),
      "config.json": text('{"model_type":"llama"}'),
      "generation_config.json": text('{"temperature":0.6}'),
      "tokenizer.json": large(3_000, 7),
      "tokenizer_config.json": text("{}"),
      "model.safetensors.index.json": text(JSON.stringify({ metadata: {}, weight_map: weightMap })),
      [shards[0] ?? ""]: large(shardBytes, 2),
      [shards[1] ?? ""]: large(shardBytes, 3),
      "pytorch_model.bin": large(900, 4),
      "original/consolidated.00.pth": large(900, 5),
      "original/params.json": text("{}"),
      "consolidated.safetensors": large(900, 6),
    },
  };
}

/** A repository of GGUF files: two single ones and one in two parts. */
export function ggufRepository(): TestRepository {
  return {
    commit: commitOf("gguf"),
    card: { license: "llama3" },
    files: {
      "README.md": text("# GGUF\n"),
      "Model-Q4_K_M.gguf": large(700, 11),
      "Model-Q6_K.gguf": large(900, 12),
      "Q8_0/Model-Q8_0-00001-of-00002.gguf": large(800, 13),
      "Q8_0/Model-Q8_0-00002-of-00002.gguf": large(600, 14),
      "mmproj-Model-f16.gguf": large(300, 15),
    },
  };
}
