import { z } from "zod";
import { type DataFile, readCsvRows } from "../data/index.ts";
import { inAnswerTag } from "../scoring/choice/answer-tag.ts";
import { questionText, tagDemand } from "../scoring/choice/question-text.ts";
import { lettersFor } from "../scoring/choice/read-choice.ts";
import { ruleAnswerTag } from "../scoring/choice/rule-answer-tag.ts";
import type { Task } from "../task.ts";
import { type ChoiceItem, choiceEnvironment } from "./choice-environment.ts";
import { categoryFigure } from "./mean-of-categories.ts";

const file: DataFile = {
  name: "mmlu/mmlu.csv",
  sha256: null,
  source:
    "the test questions of MMLU as simple-evals publishes them: one CSV with the columns Question, A, B, C, D, Answer and Subject",
};

const row = z.object({
  Question: z.string(),
  A: z.string(),
  B: z.string(),
  C: z.string(),
  D: z.string(),
  Answer: z.enum(["A", "B", "C", "D"]),
  Subject: z.string(),
});

/** MMLU, read by the rule of Nous. Category = subject. */
export const mmluTask: Task = {
  id: "mmlu",
  title: "MMLU",
  group: "knowledge",
  files: [file],
  needs: [],
  figures: [categoryFigure],
  published: {
    reasoning: 88.4,
    plain: 76.7,
    caveat: "ours is the mean over items; theirs may be the mean of categories, which stands beside it",
  },
  open: async (data) =>
    choiceEnvironment({
      id: "mmlu",
      version: "1",
      rule: ruleAnswerTag,
      write: inAnswerTag,
      items: (await readCsvRows(data, file, row)).map(toItem),
      contextLength: 32_768,
    }),
};

function toItem({ Question, A, B, C, D, Answer, Subject }: z.infer<typeof row>, index: number): ChoiceItem {
  const letters = lettersFor([A, B, C, D]);
  const prompt = `${questionText(Question, letters)}\n\n${tagDemand(letters)}`;
  return { ...letters, id: String(index), category: Subject, prompt, right: Answer };
}
