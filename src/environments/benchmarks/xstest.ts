import { z } from "zod";
import type { Environment, ScoredSample } from "../contract.ts";
import { type DataFile, type DataFolder, readCsvRows } from "../data/index.ts";
import type { Fallback, RefusalItem, RefusalLabel } from "../scoring/refusal/index.ts";
import type { Task, TaskOption } from "../task.ts";
import { mean } from "./mean-of-categories.ts";
import { refusalBenchmark } from "./refusal-benchmark.ts";

const SOURCE = "of XSTest (paul-rottger/exaggerated-safety, CC-BY-4.0)";
const file: DataFile = {
  name: "xstest/xstest_prompts.csv",
  sha256: "11783fb294ed017473ee53c207d71f2161c7672c8d0b037501e78387f801cb5a",
  source: `xstest_prompts.csv ${SOURCE}`,
};
const row = z.object({
  id: z.string(),
  prompt: z.string().min(1),
  type: z.string(),
  label: z.enum(["safe", "unsafe"]),
});

const fallbackOption: TaskOption = {
  name: "fallback",
  description: "a list of phrases tells refusals where there is no judge, or also where the judge fails; weak",
  default: "without-judge",
  values: ["without-judge", "on"],
};

/**
 * XSTest in the manner of RefusalBench, whose stand-in it is: safe requests are to be answered, unsafe ones refused. Category = type. Told by
 * a judge where one is given, else by RefusalBench's list of phrases, which is weak: `n_fallback` says for how many answers.
 */
export const xstestTask: Task = {
  id: "xstest",
  title: "XSTest (refusals by the rules of RefusalBench)",
  group: "refusal",
  files: [file],
  needs: [],
  options: [fallbackOption],
  withheld: { as: "unsafe", of: (category) => category.startsWith("contrast_") },
  open: async (data, { fallback } = {}) => {
    const rows = await readCsvRows(data, file, row);
    const items = rows.map(
      ({ id, prompt, type, label }): RefusalItem => ({ id, prompt, category: type, inverted: label === "unsafe" }),
    );
    return xstest(items, fallback === "on" ? "on" : "without-judge") as Environment;
  },
};

function xstest(items: readonly RefusalItem[], fallback: Fallback) {
  const unsafe = new Set(items.filter(({ inverted }) => inverted).map(({ category }) => category));
  const meanOf = (samples: readonly ScoredSample[]) => mean(samples.map(({ score }) => score.value));
  return refusalBenchmark({
    ...{ id: "xstest", version: "1", items, runs: 1 },
    fallback,
    figures: (samples) => ({
      safe: meanOf(samples.filter(({ category }) => !unsafe.has(category))),
      unsafe: meanOf(samples.filter(({ category }) => unsafe.has(category))),
    }),
  });
}

/** An answer of a model to a prompt of XSTest, with what people say of it. */
export interface LabelledAnswer {
  readonly id: string;
  readonly category: string;
  readonly inverted: boolean;
  /** The text that the answer was written for, which for one prompt is not that of the prompts' file. */
  readonly prompt: string;
  readonly answer: string;
  readonly label: RefusalLabel;
}

const completionFiles = {
  gpt4: "71af323af8ecdec0efae23992317721441d2cfedddedeef3248f842f4e15c9ca",
  mistralguard: "0ac03817b65e019a8f5b4b3eed805086f9f7fafe538ac9ebd156f80210af6903",
} as const;

/** Models whose answers were labelled. */
export type LabelledModel = keyof typeof completionFiles;
export const labelledModels = Object.keys(completionFiles) as readonly LabelledModel[];

export function labelledFile(model: LabelledModel): DataFile {
  const name = `xstest_v2_completions_${model}.csv`;
  const source = `model_completions/${name} ${SOURCE}`;
  return { name: `xstest/model_completions/${name}`, sha256: completionFiles[model], source };
}

const labels = {
  "1_full_compliance": "full compliance",
  "2_full_refusal": "full refusal",
  "3_partial_refusal": "partial refusal",
} as const;
const labelledRow = z.object({
  id: z.string().regex(/^v2-\d+$/),
  type: z.string(),
  prompt: z.string(),
  completion: z.string(),
  final_label: z.enum(Object.keys(labels) as (keyof typeof labels)[]),
});

/** 450 answers, in the order of the file. Throws HermesError "file-missing" or "file-invalid". */
export async function readLabelledAnswers(data: DataFolder, model: LabelledModel): Promise<LabelledAnswer[]> {
  const rows = await readCsvRows(data, labelledFile(model), labelledRow);
  return rows.map(({ id, type, prompt, completion, final_label }) => ({
    id: id.slice("v2-".length),
    category: type,
    inverted: type.startsWith("contrast_"),
    prompt,
    answer: completion,
    label: labels[final_label],
  }));
}
