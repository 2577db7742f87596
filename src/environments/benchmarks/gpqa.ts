import { z } from "zod";
import { type DataFile, readCsvRows } from "../data/index.ts";
import { createRandom } from "../random.ts";
import { lineDemand, questionText } from "../scoring/choice/question-text.ts";
import { LETTERS, lettersFor } from "../scoring/choice/read-choice.ts";
import { ruleAnswerLine } from "../scoring/choice/rule-answer-line.ts";
import type { Task } from "../task.ts";
import { type ChoiceItem, choiceEnvironment } from "./choice-environment.ts";
import { categoryFigure } from "./mean-of-categories.ts";

const file: DataFile = {
  name: "gpqa/gpqa_diamond.csv",
  sha256: null,
  source: "gpqa_diamond.csv of idavidrein/gpqa; its authors ask that the questions are not published",
};

const row = z.object({
  Question: z.string(),
  "Correct Answer": z.string(),
  "Incorrect Answer 1": z.string(),
  "Incorrect Answer 2": z.string(),
  "Incorrect Answer 3": z.string(),
  "High-level domain": z.string().optional(),
});

/** GPQA Diamond, read by the rule of simple-evals; each question has its choices in an order drawn from the seed. */
export const gpqaTask: Task = {
  id: "gpqa",
  title: "GPQA Diamond",
  group: "knowledge",
  files: [file],
  needs: [],
  figures: [categoryFigure],
  published: { reasoning: 66.1, plain: 33.3 },
  withheld: { as: "private", of: () => true },
  open: async (data) => {
    const rows = await readCsvRows(data, file, row);
    return choiceEnvironment({
      id: "gpqa",
      version: "1",
      rule: ruleAnswerLine,
      write: (label) => `Answer: ${label}`,
      items: (seed) => rows.map((question, index) => toItem(question, index, seed)),
      samples: 8,
      contextLength: 40_960,
    });
  },
};

function toItem(question: z.infer<typeof row>, index: number, seed: number): ChoiceItem {
  const texts = [
    question["Correct Answer"],
    question["Incorrect Answer 1"],
    question["Incorrect Answer 2"],
    question["Incorrect Answer 3"],
  ].map((text) => text.trim());
  const order = createRandom(`gpqa/${seed}/${index}`).shuffle([0, 1, 2, 3]);
  const letters = lettersFor(order.map((place) => texts[place]!));
  const prompt = `${questionText(question.Question, letters)}\n\n${lineDemand(letters)}`;
  const category = question["High-level domain"] ?? "all";
  return { ...letters, id: String(index), category, prompt, right: LETTERS[order.indexOf(0)]! };
}
