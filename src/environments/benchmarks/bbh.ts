import { inAnswerTag } from "../scoring/choice/answer-tag.ts";
import { tagDemand } from "../scoring/choice/question-text.ts";
import type { ChoiceQuestion } from "../scoring/choice/read-choice.ts";
import { ruleAnswerTag } from "../scoring/choice/rule-answer-tag.ts";
import type { Task } from "../task.ts";
import { type BbhExample, choiceFiles, readBbh } from "./bbh-files.ts";
import { type ChoiceItem, choiceEnvironment } from "./choice-environment.ts";
import { categoryFigure } from "./mean-of-categories.ts";

/**
 * Answers that are no letter although their question has lettered choices; the lists of choices are broken there too. They are left
 * out, so this has 4,362 of the 4,365 questions.
 */
const BROKEN = new Set(["movie_recommendation/163", "ruin_names/99", "ruin_names/144"]);

/** Tasks with two words as choices; in the third the question does not name them. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  causal_judgement: ["Yes", "No"],
  navigate: ["Yes", "No"],
  sports_understanding: ["yes", "no"],
};

/** BIG-Bench Hard: the 18 multiple-choice tasks of the report, read by the rule of Nous. Category = task. */
export const bbhTask: Task = {
  id: "bbh",
  title: "BIG-Bench Hard, multiple choice",
  group: "reasoning",
  files: choiceFiles.map(({ file }) => file),
  needs: [],
  figures: [categoryFigure],
  published: {
    reasoning: 87.8,
    plain: 80.5,
    caveat: "ours is the mean over items; theirs may be the mean of categories, which stands beside it",
  },
  open: async (data) => {
    const examples = await readBbh(data, choiceFiles);
    const items = examples.filter(({ id }) => !BROKEN.has(id)).map(toItem);
    return choiceEnvironment({ id: "bbh", version: "1", rule: ruleAnswerTag, write: inAnswerTag, items });
  },
};

function toItem(example: BbhExample): ChoiceItem {
  const words = WORDS[example.task];
  return lettered(example) ?? { ...asked(example, { labels: words ?? [], choices: [] }), right: example.target };
}

/** Of a question with choices "(A) text", a line each; null for others. */
export function lettered(example: BbhExample): ChoiceItem | null {
  const right = /^\(([A-Z])\)$/.exec(example.target)?.[1];
  if (right === undefined) return null;
  const lines = [...example.input.matchAll(/^\(([A-Z])\) ?(.*)$/gm)];
  const question = { labels: lines.map((line) => line[1]!), choices: lines.map((line) => line[2]!) };
  return { ...asked(example, question), right };
}

function asked({ id, task, input }: BbhExample, question: ChoiceQuestion): Omit<ChoiceItem, "right"> {
  return { ...question, id, category: task, prompt: `${input}\n\n${tagDemand(question)}` };
}
