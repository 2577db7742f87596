import { z } from "zod";
import { completionText } from "../completion.ts";
import type { Environment, ScoredSample } from "../contract.ts";
import { type DataFile, readJsonFile } from "../data/index.ts";
import type { ItemFigure } from "../figure.ts";
import { inAnswerTag } from "../scoring/choice/answer-tag.ts";
import { type DropVerdict, scoreDrop } from "../scoring/drop/score-drop.ts";
import type { Task } from "../task.ts";
import { shuffledItems } from "./file-items.ts";
import { mean } from "./mean-of-categories.ts";
import { reportSampling } from "./request.ts";

const file: DataFile = {
  name: "drop/drop_dataset_dev.json",
  sha256: null,
  source: "drop_dataset_dev.json of DROP (Allen Institute for AI)",
};

const answer = z.object({
  number: z.string().default(""),
  date: z
    .object({ day: z.string().default(""), month: z.string().default(""), year: z.string().default("") })
    .optional(),
  spans: z.array(z.string()).default([]),
});
const layout = z.record(
  z.string(),
  z.object({
    passage: z.string(),
    qa_pairs: z.array(
      z.object({
        query_id: z.string(),
        question: z.string(),
        answer,
        validated_answers: z.array(answer).default([]),
      }),
    ),
  }),
);

type DropAnswer = z.infer<typeof answer>;

interface DropItem {
  readonly id: string;
  readonly kind: string;
  readonly passage: string;
  readonly question: string;
  /** Spans of each answer that counts as right. */
  readonly references: readonly (readonly string[])[];
}

const nousFigure: ItemFigure<DropVerdict> = {
  kind: "items",
  name: "rule of Nous",
  count: ({ score }) => score.verdict?.nous ?? 0,
};

/** DROP by its official F1. Category = kind of the answer: number, span, spans or date. */
export const dropTask: Task = {
  id: "drop",
  title: "DROP",
  group: "reasoning",
  files: [file],
  needs: [],
  // The report's harness counts so; the score is the official F1.
  headline: nousFigure.name,
  figures: [nousFigure],
  published: {
    reasoning: 85.0,
    plain: 78.4,
    caveat: "theirs counts by the rule of Nous, our score by the official F1",
  },
  open: async (data) => {
    const passages = Object.values(await readJsonFile(data, file, layout));
    return environment(passages.flatMap(({ passage, qa_pairs }) => qa_pairs.flatMap((pair) => toItem(passage, pair))));
  },
};

function environment(items: readonly DropItem[]): Environment<DropItem, DropVerdict> {
  return {
    id: "drop",
    version: "1",
    defaults: reportSampling(1, 32_768),
    items: shuffledItems("drop", items),
    itemId: ({ id }) => id,
    category: ({ kind }) => kind,
    prompt: ({ passage, question }, mode) => ({
      messages: [{ role: "user", content: promptText(passage, question) }],
      thinking: mode === "reasoning",
    }),
    score: ({ references }, { completion, mode }) => scoreDrop(completion, mode, references),
    demonstrate: ({ references }, mode) =>
      completionText(mode, "I look it up in the passage.", inAnswerTag(references[0]!.join("; "))),
    aggregate: (samples: readonly ScoredSample<DropVerdict>[]) => ({
      "exact match": mean(samples.map(({ score }) => Number(score.verdict?.exact ?? false))),
      [nousFigure.name]: mean(samples.map((sample) => nousFigure.count(sample))),
    }),
  };
}

function promptText(passage: string, question: string): string {
  const demand =
    "Think step by step. Then give your answer, and nothing else, inside <answer></answer> tags, for example <answer>42</answer>. If the question asks for several things, put a semicolon between them.";
  return `Passage: ${passage}\n\nQuestion: ${question}\n\n${demand}`;
}

/** None where the question has no answer at all. */
function toItem(
  passage: string,
  { query_id, question, answer, validated_answers }: z.infer<typeof layout>[string]["qa_pairs"][number],
): DropItem[] {
  const references = [answer, ...validated_answers].map(spansOf).filter((spans) => spans.length > 0);
  return references.length === 0 ? [] : [{ id: query_id, kind: kindOf(answer), passage, question, references }];
}

function spansOf({ number, spans, date }: DropAnswer): string[] {
  if (number !== "") return [number];
  if (spans.length > 0) return spans;
  const text = date ? [date.day, date.month, date.year].filter((part) => part !== "").join(" ") : "";
  return text === "" ? [] : [text];
}

function kindOf({ number, spans }: DropAnswer): string {
  if (number !== "") return "number";
  return spans.length === 0 ? "date" : spans.length === 1 ? "span" : "spans";
}
