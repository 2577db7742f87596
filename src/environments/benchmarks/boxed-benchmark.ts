import type { ChatRequest } from "../../hermes.ts";
import { completionText } from "../completion.ts";
import type { Environment, Mode, SamplingDefaults, ScoredSample } from "../contract.ts";
import { MathsEquality } from "../scoring/maths/maths-equality.ts";
import { scoreBoxed } from "../scoring/maths/score-boxed.ts";
import { shuffledItems } from "./file-items.ts";

/** A problem with one answer in LaTeX. */
export interface BoxedItem {
  readonly id: string;
  readonly problem: string;
  readonly gold: string;
  readonly category: string;
  /** Steps to the answer, where the data have them. */
  readonly solution: string | null;
}

interface BoxedBenchmark<Item extends BoxedItem> {
  readonly id: string;
  readonly version: string;
  readonly defaults: SamplingDefaults;
  readonly items: readonly Item[];
  readonly aggregate?: (samples: readonly ScoredSample[]) => Readonly<Record<string, number>>;
}

/** A benchmark of problems whose answer stands in the one `\boxed{}` of the last line. */
export function boxedBenchmark<Item extends BoxedItem>(benchmark: BoxedBenchmark<Item>): Environment<Item> {
  const equality = new MathsEquality();
  return {
    id: benchmark.id,
    version: benchmark.version,
    defaults: benchmark.defaults,
    items: shuffledItems(benchmark.id, benchmark.items),
    itemId: ({ id }) => id,
    category: ({ category }) => category,
    prompt,
    score: ({ gold }, trajectory) => scoreBoxed(equality, gold, trajectory),
    demonstrate: ({ gold, solution }, mode) =>
      completionText(mode, solution ?? "I work the problem out.", lastLine(gold)),
    ...(benchmark.aggregate ? { aggregate: benchmark.aggregate } : {}),
  };
}

function prompt({ problem }: BoxedItem, mode: Mode): ChatRequest {
  const demand = `Solve the problem step by step. End with one line of this form, in which ANSWER is only the final number or expression:\n${lastLine("ANSWER")}`;
  return { messages: [{ role: "user", content: `${problem}\n\n${demand}` }], thinking: mode === "reasoning" };
}

function lastLine(answer: string): string {
  return `Therefore, the final answer is: $\\boxed{${answer}}$. I hope it is correct`;
}
