import { z } from "zod";
import { type DataFile, type DataFolder, readJsonRows } from "../data/index.ts";
import { inAnswerTag } from "../scoring/choice/answer-tag.ts";
import { tagDemand } from "../scoring/choice/question-text.ts";
import { ruleAnswerTag } from "../scoring/choice/rule-answer-tag.ts";
import type { Task } from "../task.ts";
import { type ChoiceItem, choiceEnvironment } from "./choice-environment.ts";
import { categoryFigure } from "./mean-of-categories.ts";

const files = ["murder_mystery", "object_placements", "team_allocation"].map(
  (name): DataFile => ({
    name: `musr/${name}.json`,
    sha256: null,
    source: `datasets/${name}.json of Zayne-sprague/MuSR at b1f4d416 (MIT)`,
  }),
);

const row = z.object({
  context: z.string(),
  questions: z.array(
    z
      .object({ question: z.string(), answer: z.int().min(0), choices: z.array(z.string()).min(2) })
      .refine(({ answer, choices }) => answer < choices.length, "the answer is the place of a choice, from 0"),
  ),
});

/** MuSR: stories with a question each, choices numbered from 1, read by the rule of Nous. Category = file. */
export const musrTask: Task = {
  id: "musr",
  title: "MuSR",
  group: "reasoning",
  files,
  needs: [],
  figures: [categoryFigure],
  published: {
    reasoning: 70.3,
    plain: 56.3,
    caveat: "ours is the mean over items; theirs may be the mean of categories, which stands beside it",
  },
  open: async (data) => {
    const items = (await Promise.all(files.map((file) => readStories(data, file)))).flat();
    return choiceEnvironment({
      id: "musr",
      version: "1",
      rule: ruleAnswerTag,
      write: inAnswerTag,
      items,
      contextLength: 32_768,
    });
  },
};

async function readStories(data: DataFolder, file: DataFile): Promise<ChoiceItem[]> {
  const category = /([^/]+)\.json$/.exec(file.name)![1]!;
  const stories = await readJsonRows(data, file, row);
  return stories.flatMap(({ context, questions }, story) =>
    questions.map(({ question, answer, choices }, place): ChoiceItem => {
      const labels = choices.map((_, i) => String(i + 1));
      const listed = choices.map((choice, i) => `${labels[i]} - ${choice}`).join("\n");
      const prompt = `${context}\n\n${question}\n\n${listed}\n\n${tagDemand({ labels, choices })}`;
      return { labels, choices, id: `${category}/${story}/${place}`, category, prompt, right: labels[answer]! };
    }),
  );
}
