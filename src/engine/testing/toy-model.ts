/** For tests: a model without weights whose every logit depends on all tokens before it, read back through the blocks. */
import { HermesError } from "../../errors.ts";
import type { LanguageModel, SequenceStep } from "../../model/index.ts";

export interface ToyOptions {
  readonly blocks?: number;
  readonly blockTokens?: number;
  readonly contextLength?: number;
  readonly vocabularySize?: number;
  readonly maxStepTokens?: number;
  readonly bytesPerToken?: number;
  readonly fingerprint?: string;
  /**
   * Adds so much to the logit of the token that follows the last one in a fixed cycle of all tokens. 0 (default): answers wander;
   * 20: they go round and round.
   */
  readonly habit?: number;
}

export interface ToyModel extends LanguageModel {
  /** All steps so far. */
  readonly steps: (readonly SequenceStep[])[];
  /** Thrown by the next step, once. */
  failure: unknown;
  /** Awaited before a step computes. */
  beforeStep: (sequences: readonly SequenceStep[]) => Promise<void> | void;
}

const WORD = 4; // bytes stored a token

/**
 * A position stores one word, mixed from its token and from all words before it; logits are mixed from all words up to the
 * position. So a wrong block, a stale one or a wrong `past` changes everything behind it.
 */
export function createToyModel(options: ToyOptions = {}): ToyModel {
  const { blocks = 64, blockTokens = 4, vocabularySize = 50, maxStepTokens = 64, habit = 0 } = options;
  const contextLength = options.contextLength ?? blocks * blockTokens;
  const store = new Uint32Array(blocks * blockTokens);
  const blockByteLength = blockTokens * WORD;
  const bytesOf = (block: number) => new Uint8Array(store.buffer, block * blockByteLength, blockByteLength);

  const logitsAt = (hash: number, token: number): Float32Array => {
    const logits = Float32Array.from({ length: vocabularySize }, (_, id) => (mix(hash, id + 1) / 2 ** 32) * 6);
    logits[(token * 7 + 3) % vocabularySize]! += habit;
    return logits;
  };
  const run = ({ tokens, past, blocks: table, logits }: SequenceStep): Float32Array[] => {
    const place = (position: number): number =>
      table[Math.floor(position / blockTokens)]! * blockTokens + (position % blockTokens);
    let hash = 1;
    for (let position = 0; position < past; position++) hash = mix(hash, store[place(position)]!);
    const rows: Float32Array[] = [];
    for (const [i, token] of tokens.entries()) {
      store[place(past + i)] = mix(hash, token + 1);
      hash = mix(hash, store[place(past + i)]!);
      if (logits === "all" || (logits === "last" && i === tokens.length - 1)) rows.push(logitsAt(hash, token));
    }
    return rows;
  };

  const model: ToyModel = {
    config: { vocabularySize } as LanguageModel["config"],
    contextLength,
    maxStepTokens,
    cache: { blocks, blockTokens, dtype: "float32", blockByteLength },
    fingerprint: options.fingerprint ?? "toy",
    weightBytes: 0,
    bytesPerToken: options.bytesPerToken ?? 0,
    warnings: [],
    steps: [],
    failure: null,
    beforeStep: () => {},
    async step(sequences) {
      model.steps.push(sequences);
      await model.beforeStep(sequences);
      const failure = model.failure;
      model.failure = null;
      if (failure !== null) throw failure;
      checkStep(sequences, { blocks, blockTokens, maxStepTokens, vocabularySize });
      const rows = sequences.flatMap(run);
      const logits = new Float32Array(rows.length * vocabularySize);
      for (const [index, row] of rows.entries()) logits.set(row, index * vocabularySize);
      return logits;
    },
    readBlock: async (block) => bytesOf(block).slice(),
    writeBlock: async (block, bytes) => bytesOf(block).set(bytes),
    dispose: async () => {},
  };
  return model;
}

/** What a real model relies on. */
function checkStep(
  sequences: readonly SequenceStep[],
  room: { blocks: number; blockTokens: number; maxStepTokens: number; vocabularySize: number },
): void {
  const written = new Set<number>();
  const total = sequences.reduce((sum, { tokens }) => sum + tokens.length, 0);
  require(total >= 1 && total <= room.maxStepTokens, `a step of ${total} tokens`);
  for (const { tokens, past, blocks } of sequences) {
    require(tokens.length >= 1, "a part without tokens");
    require(tokens.every((token) => token < room.vocabularySize), "a token outside the vocabulary");
    require(blocks.every((block) => block < room.blocks), "a block outside the cache");
    require(blocks.length * room.blockTokens >= past + tokens.length, "too few blocks");
    const last = Math.floor((past + tokens.length - 1) / room.blockTokens);
    for (let at = Math.floor(past / room.blockTokens); at <= last; at++) {
      require(!written.has(blocks[at]!), `block ${blocks[at]} written twice in a step`);
      written.add(blocks[at]!);
    }
  }
  for (const { past, blocks } of sequences) {
    const read = blocks.slice(0, Math.floor(past / room.blockTokens));
    require(read.every((block) => !written.has(block)), "a block written that another sequence reads");
  }
}

function require(holds: boolean, what: string): void {
  if (!holds)
    throw new HermesError("kernel-misuse", `The toy model got ${what}.`, {
      op: "step",
      expected: "a sound step",
      got: what,
    });
}

/** The finaliser of MurmurHash3 over two words. */
function mix(a: number, b: number): number {
  let word = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b, 0xc2b2ae35);
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}
