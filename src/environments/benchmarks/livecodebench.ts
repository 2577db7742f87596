import { z } from "zod";
import { HermesError } from "../../errors.ts";
import { readAnswer, verdict, wrong } from "../completion.ts";
import type { Environment, Score, Services, Trajectory } from "../contract.ts";
import { type DataFile, type DataFolder, readJsonRows } from "../data/index.ts";
import { readProgram } from "../scoring/code/read-program.ts";
import { type CodeTest, readTests } from "../scoring/livecodebench/read-tests.ts";
import { runTest } from "../scoring/livecodebench/run-test.ts";
import type { Task, TaskOption, TaskSettings } from "../task.ts";
import { shuffledItems } from "./file-items.ts";
import type { CodeVerdict } from "./humaneval.ts";
import { reportSampling } from "./request.ts";

const file: DataFile = {
  name: "livecodebench/test.jsonl",
  sha256: null,
  source: "LiveCodeBench's code generation, one problem a line (livecodebench/code_generation or code_generation_lite)",
};

const row = z.object({
  question_id: z.string(),
  question_content: z.string(),
  starter_code: z.string(),
  difficulty: z.string(),
  contest_date: z.string().regex(/^\d{4}-\d{2}-\d{2}/),
  public_test_cases: z.string(),
  private_test_cases: z.string(),
  metadata: z.string(),
});

interface LivecodebenchItem {
  readonly id: string;
  readonly question: string;
  readonly starter: string;
  readonly difficulty: string;
  /** Null: the program reads its input and prints. */
  readonly functionName: string | null;
  readonly tests: readonly CodeTest[];
}

/** The report's 454 problems (arXiv:2508.18255v2, section 4). */
const options: readonly TaskOption[] = [
  { name: "from", description: "first day of contests", default: "2024-08-01" },
  { name: "to", description: "last day of contests", default: "2025-05-01" },
];

/** LiveCodeBench, code generation: the last fenced block must pass all tests, public and private. Category = difficulty. */
export const livecodebenchTask: Task = {
  id: "livecodebench",
  title: "LiveCodeBench v6",
  group: "code",
  files: [file],
  needs: ["sandbox"],
  options,
  published: { reasoning: 50.5, plain: 25.5 },
  open,
};

const defaults = Object.fromEntries(options.map((option) => [option.name, option.default]));

async function open(data: DataFolder, given: TaskSettings = {}): Promise<Environment> {
  const { from, to } = { ...defaults, ...given };
  const rows = await readJsonRows(data, file, row);
  const chosen = rows.filter(
    ({ contest_date }) => contest_date.slice(0, 10) >= from! && contest_date.slice(0, 10) <= to!,
  );
  const path = data.pathOf(file)!;
  if (chosen.length === 0)
    throw new HermesError("file-invalid", `${path} has no problem of a contest from ${from} to ${to}.`, { path });
  return environment(chosen.map((each, index) => readItem(each, `${path}, problem ${index + 1}`, path))) as Environment;
}

function readItem(item: z.infer<typeof row>, where: string, path: string): LivecodebenchItem {
  try {
    const tests = [...readTests(item.public_test_cases), ...readTests(item.private_test_cases)];
    if (tests.length === 0) throw new Error("there is none, so that any program would pass");
    const { func_name = null } = z.object({ func_name: z.string().nullish() }).parse(JSON.parse(item.metadata || "{}"));
    return {
      id: item.question_id,
      question: item.question_content,
      starter: item.starter_code,
      difficulty: item.difficulty,
      functionName: func_name,
      tests,
    };
  } catch (cause) {
    throw new HermesError(
      "file-invalid",
      `${where}: its tests cannot be read: ${(cause as Error).message}`,
      { path },
      { cause },
    );
  }
}

function environment(items: readonly LivecodebenchItem[]): Environment<LivecodebenchItem, CodeVerdict> {
  return {
    id: "livecodebench",
    version: "1",
    defaults: reportSampling(16, 40_960),
    items: shuffledItems("livecodebench", items),
    itemId: ({ id }) => id,
    category: ({ difficulty }) => difficulty,
    prompt: (item, mode) => ({
      messages: [{ role: "user", content: `${item.question}\n\n${demandOf(item)}` }],
      thinking: mode === "reasoning",
    }),
    score,
    demonstrate: () => null,
  };
}

function demandOf({ functionName, starter }: LivecodebenchItem): string {
  return functionName === null
    ? "Write a Python program that reads its input from standard input and prints its answer to standard output. Put it into one fenced code block."
    : `Write it in Python, beginning with the code below, and put the whole of it into one fenced code block.\n\n\`\`\`python\n${starter}\n\`\`\``;
}

/** Stops at the first test that fails. */
async function score(item: LivecodebenchItem, trajectory: Trajectory, services: Services): Promise<Score<CodeVerdict>> {
  const { completion, mode } = trajectory;
  const answer = readAnswer(completion, mode);
  if (!answer.found) return wrong(answer.reason) as Score<CodeVerdict>;
  const program = readProgram(completion, answer.span);
  if (program === null || program.method !== "last_block") return wrong("no_code") as Score<CodeVerdict>;
  for (const [index, test] of item.tests.entries()) {
    const failure = await runTest(program.span.text, item.functionName, test, services);
    if (failure === null) continue;
    const message = `test ${index + 1} of ${item.tests.length}: ${failure.message}`;
    const base = verdict(program.span, program.method, false, failure.reason, program.rejected);
    return { ...base, verdict: { outcome: failure.reason, message } };
  }
  const base = verdict(program.span, program.method, true, "", program.rejected);
  return { ...base, verdict: { outcome: "passed", message: "" } };
}
