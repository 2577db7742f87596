import { z } from "zod";
import type { Environment, ScoredSample } from "../contract.ts";
import { type DataFile, type DataFolder, readJsonRows } from "../data/index.ts";
import type { Task } from "../task.ts";
import { type BoxedItem, boxedBenchmark } from "./boxed-benchmark.ts";
import { reportSampling } from "./request.ts";

const file: DataFile = {
  name: "math500/test.jsonl",
  sha256: "35dc41080a3680858b27fa7e0533d2d547825316fc5dafe5d316f4ccc5a06132",
  source: "MATH-500 (ZubinGou/math-evaluation-harness, data/math_oai/test.jsonl)",
};

const row = z.object({
  problem: z.string().min(1),
  solution: z.string(),
  answer: z.string().min(1),
  subject: z.string().min(1),
  level: z.int().min(1).max(5),
  unique_id: z.string().min(1),
});

type MathItem = BoxedItem & { readonly subject: string; readonly level: number };

/**
 * 500 problems of the MATH competition data. The answer must stand in one `\boxed{}` and equal the gold answer (docs/evaluation-rules.md,
 * "Mathematics"). Columns are subject and level; the shares of each alone are further figures.
 */
export const math500Task: Task = {
  id: "math-500",
  title: "MATH-500",
  group: "mathematics",
  files: [file],
  needs: [],
  published: { reasoning: 95.5, plain: 71 },
  open,
};

async function open(data: DataFolder): Promise<Environment> {
  const rows = await readJsonRows(data, file, row);
  const items = rows.map(
    ({ unique_id, problem, answer, solution, subject, level }): MathItem => ({
      id: unique_id,
      problem,
      gold: answer,
      solution,
      subject,
      level,
      category: `${subject}, level ${level}`,
    }),
  );
  const environment = boxedBenchmark({
    id: "math-500",
    version: "1",
    defaults: reportSampling(4, 40_960),
    items,
    aggregate: bySubjectAndLevel,
  });
  return environment as Environment;
}

/** Mean value of each subject and of each level. */
function bySubjectAndLevel(samples: readonly ScoredSample[]): Record<string, number> {
  const groups = new Map<string, number[]>();
  for (const { category, score } of samples) {
    for (const name of category.split(", ")) groups.set(name, [...(groups.get(name) ?? []), score.value]);
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return Object.fromEntries(
    [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, values]) => [name, mean(values)]),
  );
}
