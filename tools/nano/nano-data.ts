import {
  environments,
  HELD_OUT_PER_CATEGORY,
  heldOutIds,
  heldOutItems,
  type Mode,
  trainingConversations,
} from "../../src/environments/index.ts";
import type { Tokenizer } from "../../src/tokenizer/index.ts";
import {
  type Conversation,
  conversationSamples,
  conversationText,
  joinSamples,
  type PackedRow,
  packFirstFitDecreasing,
  type Sample,
} from "../../src/train/index.ts";

/** Conversations packed together: enough for more than 99 % full rows, little enough to be made in a second or two. */
const POOL_CONVERSATIONS = 1200;
/** Conversations the vocabulary is learnt from. */
const VOCABULARY_CONVERSATIONS = 6000;
/** Items per environment and mode in the held-out rows whose loss is watched. */
const WATCHED_ITEMS = 12;
const MODES: readonly Mode[] = ["reasoning", "plain"];
/** Pools draw from streams of their own, far apart for different run seeds. */
const POOLS_PER_SEED = 1_000_000;
/**
 * Shares that differ from the registry's, from a pool on; the last row that has begun counts. Sums are nearly right after
 * 7 M tokens and right after 19 M; copying unknown words out of a text takes longer, choosing a tool longest.
 */
const PHASES: readonly { readonly pool: number; readonly weights: Readonly<Record<string, number>> }[] = [
  { pool: 0, weights: {} },
  { pool: 44, weights: { arithmetic: 20, "tool-calls": 29, extraction: 20, repair: 9 } },
  { pool: 115, weights: { arithmetic: 9, "tool-calls": 45, extraction: 20, repair: 5 } },
];

/** The training stream of a run: pools of conversations from all environments, held-out items left out. */
export class NanoData {
  readonly #seed: number;
  readonly #heldOut = heldOutIds(environments, HELD_OUT_PER_CATEGORY);
  #excluded = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Held-out items met in the stream and left out so far. */
  get excluded(): number {
    return this.#excluded;
  }

  samples(pool: number, tokenizer: Tokenizer): Sample[] {
    return this.#conversations(pool, POOL_CONVERSATIONS).flatMap((one) => conversationSamples(one, tokenizer));
  }

  /** Texts to learn the vocabulary from. */
  vocabularyTexts(): string[] {
    return this.#conversations(0, VOCABULARY_CONVERSATIONS).map(conversationText);
  }

  #conversations(pool: number, count: number): Conversation[] {
    const mixture = trainingConversations(this.#seed * POOLS_PER_SEED + pool, {
      heldOut: this.#heldOut,
      weights: PHASES.findLast((phase) => phase.pool <= pool)!.weights,
    });
    const conversations = [];
    for (const conversation of mixture) {
      if (conversations.length === count) break;
      conversations.push(conversation);
    }
    this.#excluded += mixture.statistics.excluded;
    return conversations;
  }
}

/** Rows of held-out items, by environment and mode. */
export function heldOutRows(tokenizer: Tokenizer, rowLength: number): PackedRow[] {
  const samples = environments.flatMap((environment) => {
    const items = heldOutItems(environment, HELD_OUT_PER_CATEGORY);
    const watched = items.filter((_, index) => index % Math.ceil(items.length / WATCHED_ITEMS) === 0);
    return MODES.flatMap((mode) =>
      watched.flatMap(({ item }) => {
        const { messages, tools } = environment.prompt(item, mode);
        const answer = { role: "assistant" as const, content: environment.demonstrate(item, mode) };
        const conversation: Conversation = {
          messages: [...messages, answer],
          ...(tools ? { tools } : {}),
          thinking: mode === "reasoning",
          keepCots: false,
          untrainedTurns: messages.flatMap(({ role }, index) => (role === "assistant" ? [index] : [])),
          environment: mode === "reasoning" ? `${environment.id}+think` : environment.id,
        };
        return conversationSamples(conversation, tokenizer);
      }),
    );
  });
  const packing = packFirstFitDecreasing(
    samples.map(({ tokens }) => tokens.length),
    rowLength,
  );
  return packing.rows.map((indices) => joinSamples(indices.map((index) => samples[index]!)));
}
