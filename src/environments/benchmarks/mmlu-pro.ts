import { z } from "zod";
import { type DataFile, readJsonRows } from "../data/index.ts";
import { questionText } from "../scoring/choice/question-text.ts";
import { LETTERS, lettersFor } from "../scoring/choice/read-choice.ts";
import { ruleMmluPro } from "../scoring/choice/rule-mmlu-pro.ts";
import type { Task } from "../task.ts";
import { type ChoiceItem, choiceEnvironment } from "./choice-environment.ts";
import { categoryFigure } from "./mean-of-categories.ts";

const file: DataFile = {
  name: "mmlu_pro/test.jsonl.gz",
  sha256: "0c019f50cf7b920aca6b7b94352e8c1b9f0e570429c591905efccee6069327eb",
  source:
    "the 12,032 test questions of TIGER-AI-Lab/MMLU-Pro (Apache-2.0), one JSON object a line with question_id, question, options, answer and category",
};

const row = z.object({
  question_id: z.number(),
  question: z.string(),
  options: z.array(z.string()).min(2).max(10),
  // The letter counts: in question 3983 answer_index is another choice, and the official script goes by the letter.
  answer: z.enum(LETTERS),
  category: z.string(),
});

/** MMLU-Pro by its own rule (TIGER-AI-Lab/MMLU-Pro f418b116), asked without examples. */
export const mmluProTask: Task = {
  id: "mmlu-pro",
  title: "MMLU-Pro",
  group: "knowledge",
  files: [file],
  needs: [],
  figures: [categoryFigure],
  published: { reasoning: 80.7, plain: 54.9 },
  open: async (data) =>
    choiceEnvironment({
      id: "mmlu-pro",
      version: "1",
      rule: ruleMmluPro,
      write: (label) => `The answer is (${label}).`,
      items: (await readJsonRows(data, file, row)).map(toItem),
      contextLength: 32_768,
    }),
};

function toItem({ question_id, question, options, answer, category }: z.infer<typeof row>): ChoiceItem {
  const choices = lettersFor(options);
  const demand = `Answer this question about ${category}. Think step by step and end with "The answer is (X)", where X is the letter of the right choice.`;
  const prompt = `${demand}\n\n${questionText(question, choices)}`;
  return { ...choices, id: String(question_id), category, prompt, right: answer };
}
