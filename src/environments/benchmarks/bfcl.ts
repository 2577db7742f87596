import { completionText } from "../completion.ts";
import type { Environment, ScoredSample } from "../contract.ts";
import type { DataFile, DataFolder } from "../data/index.ts";
import { demonstrateCalls } from "../scoring/bfcl/demonstrate-calls.ts";
import { type BfclItem, readBfclRows } from "../scoring/bfcl/read-rows.ts";
import { scoreBfclCalls } from "../scoring/bfcl/score-calls.ts";
import type { Task } from "../task.ts";
import { interleaved, shuffledItems } from "./file-items.ts";
import { categoryFigure, meanOfCategories } from "./mean-of-categories.ts";
import { reportSampling } from "./request.ts";

interface Category {
  readonly name: string;
  readonly title: string;
  readonly questions: DataFile;
  /** Null: the right answer is no call. */
  readonly answers: DataFile | null;
}

const categories: readonly Category[] = [
  {
    name: "simple",
    title: "BFCL, simple: one function, one call",
    questions: questionFile("simple_python", "82dd63ba502eb2520c6b5d1d9a5c4b590e03ff261565175561f6228a367d1991"),
    answers: answerFile("simple_python", "90cd5bc653690ee8e459b5b3f3fc9458606f7f3fcbf795bb51b7dc581f8c86dc"),
  },
  {
    name: "multiple",
    title: "BFCL, multiple: several functions, one call",
    questions: questionFile("multiple", "aef168155ebd74b7ac2401198b201343bc7d16d7a3d7e0d4e6d8ee82c6969b2a"),
    answers: answerFile("multiple", "244e00ce9395df948bcafc7bee64e8f9c87ef70887587d83cae45b13699f3047"),
  },
  {
    name: "parallel",
    title: "BFCL, parallel: one function, several calls",
    questions: questionFile("parallel", "19f51a82eff42e5d62541aa500115a056eb78f437c2ba1f10415fd7c8e5dda84"),
    answers: answerFile("parallel", "8a6aa19c1adddc6a5a2f7e40f9dbf30cc7e95815e7b830c90589ab318229e0f0"),
  },
  {
    name: "parallel-multiple",
    title: "BFCL, parallel multiple: several functions, several calls",
    questions: questionFile("parallel_multiple", "8863ea8433239f55c5f016154cf0830853c89f693c6ea270396a2fa121960579"),
    answers: answerFile("parallel_multiple", "5ebf24f458c1f16300c05505d83d6f0a1b68b79be273a033febd0d4f840507e3"),
  },
  {
    name: "irrelevance",
    title: "BFCL, irrelevance: no function fits",
    questions: questionFile("irrelevance", "2b6ed4c2e992cdcf5f1678a701851f944bef7550ee026ed1ddb89efed5be01a6"),
    answers: null,
  },
];

/**
 * Berkeley Function Calling Leaderboard v4, the Python categories by their syntax-tree rules (ShishirPatil/gorilla 6ea57973,
 * Apache-2.0). Deviations: docs/evaluation-rules.md. The headline of `bfcl` is "mean of categories"; its score is the mean of items.
 */
export const bfclTasks: readonly Task[] = [
  task("bfcl", "BFCL, all five categories", categories),
  ...categories.map((category) => task(`bfcl-${category.name}`, category.title, [category])),
];

function task(id: string, title: string, parts: readonly Category[]): Task {
  return {
    id,
    title,
    group: "tools",
    files: parts.flatMap(({ questions, answers }) => (answers === null ? [questions] : [questions, answers])),
    needs: [],
    // As the leaderboard counts.
    ...(parts.length > 1 ? { headline: categoryFigure.name, figures: [categoryFigure] } : {}),
    open: (data) => open(id, data, parts),
  };
}

async function open(id: string, data: DataFolder, parts: readonly Category[]): Promise<Environment<BfclItem>> {
  const lists = await Promise.all(
    parts.map(({ name, questions, answers }) => readBfclRows(data, name, questions, answers)),
  );
  return {
    id,
    version: "1",
    defaults: reportSampling(1, 32_768),
    items: (split, seed) => interleaved(lists.map((list) => shuffledItems("bfcl", list)(split, seed))),
    itemId: (item) => item.id,
    category: (item) => item.category,
    prompt: ({ question, tools }, mode) => ({
      messages: [{ role: "user", content: question }],
      tools,
      thinking: mode === "reasoning",
    }),
    score: ({ expected, functions }, { completion, mode }) => scoreBfclCalls(completion, mode, expected, functions),
    demonstrate: ({ expected, functions }, mode) =>
      expected.length === 0
        ? completionText(mode, "None of the functions does that.", "I have no function for that.")
        : completionText(mode, "I call what is asked for.", demonstrateCalls(expected, functions)),
    ...(parts.length > 1
      ? { aggregate: (samples: readonly ScoredSample[]) => ({ [categoryFigure.name]: meanOfCategories(samples) }) }
      : {}),
  };
}

function questionFile(name: string, sha256: string): DataFile {
  return dataFile(`BFCL_v4_${name}`, sha256);
}

function answerFile(name: string, sha256: string): DataFile {
  return dataFile(`possible_answer/BFCL_v4_${name}`, sha256);
}

function dataFile(name: string, sha256: string): DataFile {
  const source = `berkeley-function-call-leaderboard/bfcl_eval/data/${name}.json of ShishirPatil/gorilla at 6ea57973c7a6 (Apache-2.0)`;
  return { name: `bfcl/${name}.jsonl`, sha256, source };
}
