import { completionText } from "../completion.ts";
import type { Environment } from "../contract.ts";
import { inAnswerTag } from "../scoring/choice/answer-tag.ts";
import { scoreChoice } from "../scoring/choice/read-choice.ts";
import { ruleAnswerTag } from "../scoring/choice/rule-answer-tag.ts";
import { scoreTaggedText } from "../scoring/exact-answer.ts";
import type { Task } from "../task.ts";
import { lettered } from "./bbh.ts";
import { type BbhExample, freeFormFiles, readBbh } from "./bbh-files.ts";
import type { ChoiceItem } from "./choice-environment.ts";
import { shuffledItems } from "./file-items.ts";
import { categoryFigure, meanOfCategories } from "./mean-of-categories.ts";
import { reportSampling } from "./request.ts";

interface FreeFormItem extends BbhExample {
  /** Where the question has lettered choices after all. */
  readonly choice: ChoiceItem | null;
}

/** How an answer is written; the text is compared exactly. */
const FORMS: Readonly<Record<string, string>> = {
  boolean_expressions: "True or False",
  dyck_languages: "only the missing closing parentheses, separated by spaces",
  formal_fallacies: "valid or invalid",
  multistep_arithmetic_two: "a whole number in digits",
  object_counting: "a whole number in digits",
  web_of_lies: "Yes or No",
  word_sorting: "the words in order, separated by spaces",
};

/** BIG-Bench Hard: the nine tasks outside the report's set. Choices by letter, all other answers as exact text. Category = task. */
export const bbhFreeFormTask: Task = {
  id: "bbh-free-form",
  title: "BIG-Bench Hard, the tasks outside the multiple-choice set",
  group: "reasoning",
  files: freeFormFiles.map(({ file }) => file),
  needs: [],
  figures: [categoryFigure],
  open: async (data) => {
    const examples = await readBbh(data, freeFormFiles);
    return environment(examples.map((example) => ({ ...example, choice: lettered(example) })));
  },
};

function environment(items: readonly FreeFormItem[]): Environment<FreeFormItem> {
  return {
    id: "bbh-free-form",
    version: "1",
    defaults: reportSampling(1, 40_960),
    items: shuffledItems("bbh-free-form", items),
    itemId: ({ id }) => id,
    category: ({ task }) => task,
    prompt: (item, mode) => ({
      messages: [{ role: "user", content: item.choice?.prompt ?? `${item.input}\n\n${demand(item.task)}` }],
      thinking: mode === "reasoning",
    }),
    score: ({ choice, target }, { completion, mode }) =>
      choice ? scoreChoice(completion, mode, choice, ruleAnswerTag) : scoreTaggedText(completion, mode, target),
    demonstrate: ({ choice, target }, mode) =>
      completionText(mode, "I work it out.", inAnswerTag(choice?.right ?? target)),
    aggregate: (samples) => ({ [categoryFigure.name]: meanOfCategories(samples) }),
  };
}

function demand(task: string): string {
  return `Think step by step. Then give your answer, ${FORMS[task]}, inside <answer></answer> tags.`;
}
