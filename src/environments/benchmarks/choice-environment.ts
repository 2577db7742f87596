import { completionText } from "../completion.ts";
import type { Environment, ScoredSample } from "../contract.ts";
import { type ChoiceQuestion, type ChoiceRule, scoreChoice } from "../scoring/choice/read-choice.ts";
import { shuffledItems } from "./file-items.ts";
import { categoryFigure, meanOfCategories } from "./mean-of-categories.ts";
import { reportSampling } from "./request.ts";

/** A question of a multiple-choice benchmark. */
export interface ChoiceItem extends ChoiceQuestion {
  readonly id: string;
  readonly category: string;
  /** What the user says, choices and demand included. */
  readonly prompt: string;
  /** The right label. */
  readonly right: string;
}

export interface ChoiceBenchmark {
  readonly id: string;
  readonly version: string;
  readonly rule: ChoiceRule;
  /** An answer in the form that the prompt asks for. */
  readonly write: (label: string) => string;
  /** The items in their order for a seed; or the items, to be shuffled by it. */
  readonly items: readonly ChoiceItem[] | ((seed: number) => readonly ChoiceItem[]);
  readonly samples?: number;
  readonly contextLength?: 40_960 | 32_768;
}

/** An environment of one question each, read by one rule. Beside the mean of items it tells the mean of categories. */
export function choiceEnvironment(benchmark: ChoiceBenchmark): Environment<ChoiceItem> {
  const { id, version, rule, write, items, samples = 1, contextLength = 40_960 } = benchmark;
  return {
    id,
    version,
    defaults: reportSampling(samples, contextLength),
    items: (split, seed) => shuffledItems(id, typeof items === "function" ? items(seed) : items)(split, seed),
    itemId: (item) => item.id,
    category: (item) => item.category,
    prompt: ({ prompt }, mode) => ({ messages: [{ role: "user", content: prompt }], thinking: mode === "reasoning" }),
    score: (item, { completion, mode }) => scoreChoice(completion, mode, item, rule),
    demonstrate: ({ right }, mode) => completionText(mode, `I take ${right}.`, write(right)),
    aggregate: (rows: readonly ScoredSample[]) => ({ [categoryFigure.name]: meanOfCategories(rows) }),
  };
}
