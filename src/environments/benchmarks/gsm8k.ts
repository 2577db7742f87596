import { z } from "zod";
import type { Environment } from "../contract.ts";
import { type DataFile, type DataFolder, readJsonRows } from "../data/index.ts";
import type { Task } from "../task.ts";
import { type BoxedItem, boxedBenchmark } from "./boxed-benchmark.ts";
import { reportSampling } from "./request.ts";

const file: DataFile = {
  name: "gsm8k/test.jsonl",
  sha256: "3730d312f6e3440559ace48831e51066acaca737f6eabec99bccb9e4b3c39d14",
  source: "GSM8K, test split (openai/grade-school-math, grade_school_math/data/test.jsonl)",
};

/** The gold answer is the whole number after the last `####`, with commas of thousands. */
const FINAL = /####\s*(-?[\d,]+)\s*$/;
const row = z.object({ question: z.string().min(1), answer: z.string().regex(FINAL, "no whole number after ####") });

/** Grade-school word problems with whole numbers as answers. Columns are the steps of the reference solution. */
export const gsm8kTask: Task = {
  id: "gsm8k",
  title: "GSM8K",
  group: "mathematics",
  files: [file],
  needs: [],
  open,
};

async function open(data: DataFolder): Promise<Environment> {
  const rows = await readJsonRows(data, file, row);
  const items = rows.map(
    ({ question, answer }, index): BoxedItem => ({
      id: `gsm8k/${index + 1}`,
      problem: question,
      gold: FINAL.exec(answer)![1]!.replaceAll(",", ""),
      category: steps(answer),
      solution: answer
        .replace(/<<[^<>]*>>/g, "")
        .replace(FINAL, "")
        .trim(),
    }),
  );
  return boxedBenchmark({ id: "gsm8k", version: "1", defaults: reportSampling(1, 32_768), items }) as Environment;
}

/** Lines of the solution before its answer. */
function steps(answer: string): string {
  const lines = answer.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("####")).length;
  return lines >= 6 ? "6 or more steps" : `${lines} ${lines === 1 ? "step" : "steps"}`;
}
