import { z } from "zod";
import type { Environment } from "../contract.ts";
import { type DataFile, type DataFolder, readJsonRows } from "../data/index.ts";
import type { Published, Task } from "../task.ts";
import { type BoxedItem, boxedBenchmark } from "./boxed-benchmark.ts";
import { reportSampling } from "./request.ts";

const row = z.object({ prompt: z.string().min(1), answer: z.int().min(0).max(999) });

export const aime24Task = aimeTask({
  year: 2024,
  sha256: "5a7a817807c8c2b6b541631deaa6d8c2eb7f0420e0f2373a25878921e920b6da",
  published: { reasoning: 73.5, plain: 9.5 },
});

export const aime25Task = aimeTask({
  year: 2025,
  sha256: "9da60057135388687f3c594476b211538d0be8e7f3b2de6e680513281412c0ec",
  published: { reasoning: 67.5, plain: 7.3 },
});

/** The request for a box with which each problem of the files ends; ours takes its place, as in the other tasks of mathematics. */
const requestForBox = /\s*Please reason step by step, and put your final answer within \\boxed\{\}\.\s*$/;

/** Both papers of a year: 30 problems with whole numbers from 0 to 999 as answers. */
function aimeTask({ year, sha256, published }: { year: number; sha256: string; published: Published }): Task {
  const id = `aime${year % 100}`;
  const file: DataFile = {
    name: `aime/${id}.jsonl`,
    sha256,
    source: `AIME ${year} (QwenLM/QwQ, eval/data/${id}.jsonl)`,
  };
  const open = async (data: DataFolder): Promise<Environment> => {
    const rows = await readJsonRows(data, file, row);
    const items = rows.map(
      ({ prompt, answer }, index): BoxedItem => ({
        id: `${id}/${index + 1}`,
        problem: prompt.replace(requestForBox, ""),
        gold: String(answer),
        category: `AIME ${year}`,
        solution: null,
      }),
    );
    return boxedBenchmark({ id, version: "1", defaults: reportSampling(64, 40_960), items }) as Environment;
  };
  return { id, title: `AIME ${year}`, group: "mathematics", files: [file], needs: [], published, open };
}
