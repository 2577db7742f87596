import type { ChatMessage } from "../../chat/index.ts";
import { completionText, scoreExactText, scoreLastNumber, scorePatterns, wholeWord } from "../completion.ts";
import type { GeneratedEnvironment, Mode, Random, Score, Trajectory } from "../contract.ts";
import { endless, fnv1a } from "../random.ts";
import { defaults } from "./request.ts";

/** A question with one short answer. */
export interface ShortItem {
  /** Equal for items that ask the same thing in other words. */
  readonly id: string;
  readonly category: string;
  readonly system?: string;
  /** Turns before the question; assistant turns carry their thought apart. */
  readonly history?: readonly HistoryTurn[];
  readonly question: string;
  readonly thought: string;
  readonly answer: string;
  readonly check: Check;
  /** True for wordings everybody uses ("Who are you?"): trained, never evaluated. */
  readonly alwaysTrained?: boolean;
}

export interface HistoryTurn {
  readonly user: string;
  readonly thought: string;
  readonly assistant: string;
}

/** When an answer is right: its last number, its whole text, or words that must stand in it. */
export type Check =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "exact" }
  | { readonly kind: "words"; readonly words: readonly string[] };

interface ShortTask<Item extends ShortItem> {
  readonly id: string;
  readonly maxTokens: number;
  readonly make: (random: Random) => Item;
  readonly followUp?: (item: Item, random: Random) => Item | null;
  /**
   * For tasks with few possible items: one id in eight, chosen by hash, is only evaluated and the others are only
   * trained. Without it, ids are drawn freely and the mixture leaves out those that are held out.
   */
  readonly partition?: boolean;
}

/** One id in this many belongs to the eval split of a partitioned task. */
const EVAL_ONE_IN = 8;

/** An environment from a generator of short items. */
export function shortTask<Item extends ShortItem>(task: ShortTask<Item>): GeneratedEnvironment<Item> {
  const history = (item: Item, mode: Mode, withThoughts: boolean): ChatMessage[] => [
    ...(item.system === undefined ? [] : [{ role: "system" as const, content: item.system }]),
    ...(item.history ?? []).flatMap(({ user, thought, assistant }): ChatMessage[] => [
      { role: "user", content: user },
      { role: "assistant", content: withThoughts ? completionText(mode, thought, assistant) : assistant },
    ]),
    { role: "user", content: item.question },
  ];
  const demonstrate = (item: Item, mode: Mode) => completionText(mode, item.thought, item.answer);
  return {
    id: task.id,
    version: "1",
    defaults: defaults(task.maxTokens),
    items: (split, seed) => shortItems(task, split, seed),
    itemId: ({ id }) => id,
    category: ({ category }) => category,
    prompt: (item, mode) => ({
      messages: history(item, mode, false),
      thinking: mode === "reasoning",
      maxTokens: task.maxTokens,
    }),
    demonstrate,
    score: scoreShort,
    transcript: (item, mode) => [...history(item, mode, true), { role: "assistant", content: demonstrate(item, mode) }],
    ...(task.followUp ? { followUp: task.followUp } : {}),
  };
}

function* shortItems<Item extends ShortItem>(
  task: ShortTask<Item>,
  split: "train" | "eval",
  seed: number,
): Generator<Item> {
  for (const item of endless(task.id, split, seed, task.make)) {
    if (!task.partition || inSplit(item, split)) yield item;
  }
}

function inSplit(item: ShortItem, split: "train" | "eval"): boolean {
  const evaluated = !item.alwaysTrained && fnv1a(item.id) % EVAL_ONE_IN === 0;
  return evaluated === (split === "eval");
}

function scoreShort({ check, answer }: ShortItem, { completion, mode }: Trajectory): Score {
  switch (check.kind) {
    case "number":
      return scoreLastNumber(completion, mode, check.value);
    case "exact":
      return scoreExactText(completion, mode, answer);
    case "words":
      return scorePatterns(completion, mode, check.words.map(wholeWord));
  }
}
