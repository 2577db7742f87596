import { z } from "zod";
import { type DataFile, readJsonRows } from "../data/index.ts";
import { inAnswerTag } from "../scoring/choice/answer-tag.ts";
import { questionText, tagDemand } from "../scoring/choice/question-text.ts";
import { LETTERS, lettersFor } from "../scoring/choice/read-choice.ts";
import { ruleAnswerTag } from "../scoring/choice/rule-answer-tag.ts";
import type { Task } from "../task.ts";
import { type ChoiceItem, choiceEnvironment } from "./choice-environment.ts";
import { categoryFigure } from "./mean-of-categories.ts";

const file: DataFile = {
  name: "openbookqa/test.json",
  sha256: "8479930f7b8a26052c78250280b5465a4016ca7fc806af440d0f37e243f3099e",
  source: "dataset/openbookqa/test.json of AGI-Edgerunners/LLM-Adapters at 816657208af4 (Apache-2.0; data ODC-By)",
};

/** Question and four choices; the lead-in and the line on the format are not part of them. */
const INSTRUCTION =
  /^Please choose the correct answer to the question: (.*)\n\nAnswer1: (.*) Answer2: (.*) Answer3: (.*) Answer4: (.*)\n\n/s;

const row = z
  .object({ instruction: z.string().regex(INSTRUCTION), answer: z.enum(["answer1", "answer2", "answer3", "answer4"]) })
  .transform(({ instruction, answer }) => {
    const [, question, ...choices] = INSTRUCTION.exec(instruction)!;
    return { question: question!, choices, right: LETTERS[Number(answer.at(-1)) - 1]! };
  });

/** OpenBookQA, the test split, read by the rule of Nous. */
export const openbookqaTask: Task = {
  id: "openbookqa",
  title: "OpenBookQA",
  group: "knowledge",
  files: [file],
  needs: [],
  figures: [categoryFigure],
  published: { reasoning: 94.8, plain: 90.0 },
  open: async (data) =>
    choiceEnvironment({
      id: "openbookqa",
      version: "1",
      rule: ruleAnswerTag,
      write: inAnswerTag,
      items: (await readJsonRows(data, file, row)).map(toItem),
      contextLength: 32_768,
    }),
};

function toItem({ question, choices, right }: z.infer<typeof row>, index: number): ChoiceItem {
  const letters = lettersFor(choices);
  const prompt = `${questionText(question, letters)}\n\n${tagDemand(letters)}`;
  return { ...letters, id: String(index), category: "all", prompt, right };
}
