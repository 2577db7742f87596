import { z } from "zod";
import { completionText } from "../completion.ts";
import type { Environment, ScoredSample } from "../contract.ts";
import { type DataFile, readCsvRows } from "../data/index.ts";
import type { ItemFigure } from "../figure.ts";
import { inAnswerTag } from "../scoring/choice/answer-tag.ts";
import { gradeCounts, type SimpleqaVerdict, scoreByJudge, scoreByText } from "../scoring/simpleqa.ts";
import type { Task } from "../task.ts";
import { shuffledItems } from "./file-items.ts";
import { reportSampling } from "./request.ts";

const file: DataFile = {
  name: "simpleqa/simple_qa_test_set.csv",
  sha256: null,
  source: "simple_qa_test_set.csv of SimpleQA (OpenAI), with the columns metadata, problem and answer",
};

const row = z.object({ problem: z.string(), answer: z.string() });

interface SimpleqaItem {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
}

const nousFigure: ItemFigure = {
  kind: "items",
  name: "rule of Nous",
  count: ({ score }) => Number(score.checks?.contained === true),
};

/** SimpleQA: by the containment rule of Nous, or graded by a judge where one is given (`--judge`). */
export const simpleqaTask: Task = {
  id: "simpleqa",
  title: "SimpleQA",
  group: "knowledge",
  files: [file],
  needs: [],
  // The report's harness counts so; with a judge the score is another one.
  headline: nousFigure.name,
  figures: [nousFigure],
  published: {
    reasoning: 17.9,
    plain: 13.3,
    caveat: "theirs counts by the rule of Nous, as our score does without a judge",
  },
  open: async (data) => {
    const rows = await readCsvRows(data, file, row);
    return environment(rows.map(({ problem, answer }, index) => ({ id: String(index), question: problem, answer })));
  },
};

function environment(items: readonly SimpleqaItem[]): Environment<SimpleqaItem, SimpleqaVerdict> {
  return {
    id: "simpleqa",
    version: "1",
    defaults: reportSampling(1, 32_768),
    items: shuffledItems("simpleqa", items),
    itemId: ({ id }) => id,
    category: () => "all",
    prompt: ({ question }, mode) => ({
      messages: [
        {
          role: "user",
          content: `${question}\n\nGive a short, accurate answer, and nothing else, inside <answer></answer> tags, for example <answer>Ada Lovelace</answer>.`,
        },
      ],
      thinking: mode === "reasoning",
    }),
    score: (item, { completion, mode }, services) =>
      services.judge
        ? scoreByJudge(completion, mode, item, { ...services, judge: services.judge })
        : scoreByText(completion, mode, item.answer),
    demonstrate: ({ answer }, mode) => completionText(mode, "I remember that.", inAnswerTag(answer)),
    aggregate: (samples: readonly ScoredSample<SimpleqaVerdict>[]) => gradeCounts(samples),
  };
}
