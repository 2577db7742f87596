import { z } from "zod";
import { completionText, readAnswer, verdict, wrong } from "../completion.ts";
import type { Environment, Score, Services, Trajectory } from "../contract.ts";
import { type DataFile, readJsonRows } from "../data/index.ts";
import { readProgram } from "../scoring/code/read-program.ts";
import { lastLine, runPython } from "../scoring/code/run-program.ts";
import type { Task } from "../task.ts";
import { shuffledItems } from "./file-items.ts";
import { reportSampling } from "./request.ts";

const file: DataFile = {
  name: "humaneval/HumanEval.jsonl",
  sha256: "1d49078ba3e2b196b9344535bef34a43021f038fad9561d6ee7c53450609a6a2",
  source: "HumanEval (openai/human-eval, data/HumanEval.jsonl.gz, unpacked)",
};

const row = z.object({
  task_id: z.string(),
  prompt: z.string(),
  entry_point: z.string().regex(/^\w+$/),
  canonical_solution: z.string(),
  test: z.string(),
});
type HumanevalItem = z.infer<typeof row>;

/** What became of the program. */
export interface CodeVerdict {
  readonly outcome: string;
  readonly message: string;
}

const TIMEOUT_MS = 10_000;
const MEMORY_BYTES = 2 ** 30;

/**
 * HumanEval: prompt, completion and tests are run as one program. The completion is the last fenced block, with the whole function or its body.
 */
export const humanevalTask: Task = {
  id: "humaneval",
  title: "HumanEval",
  group: "code",
  files: [file],
  needs: ["sandbox"],
  open: async (data) => environment(await readJsonRows(data, file, row)) as Environment,
};

function environment(items: readonly HumanevalItem[]): Environment<HumanevalItem, CodeVerdict> {
  return {
    id: "humaneval",
    version: "1",
    defaults: reportSampling(1, 40_960),
    items: shuffledItems("humaneval", items),
    itemId: ({ task_id }) => task_id,
    category: () => "all",
    prompt: ({ prompt }, mode) => ({
      messages: [
        {
          role: "user",
          content: `Complete this Python function. Put the whole function, with the imports it needs, into one fenced code block.\n\n\`\`\`python\n${prompt.trimEnd()}\n\`\`\``,
        },
      ],
      thinking: mode === "reasoning",
    }),
    score,
    demonstrate: ({ prompt, canonical_solution }, mode) =>
      completionText(mode, "I know this function.", `\`\`\`python\n${prompt}${canonical_solution}\n\`\`\``),
  };
}

async function score(item: HumanevalItem, trajectory: Trajectory, services: Services): Promise<Score<CodeVerdict>> {
  const { completion, mode } = trajectory;
  const answer = readAnswer(completion, mode);
  if (!answer.found) return wrong(answer.reason) as Score<CodeVerdict>;
  const program = readProgram(completion, answer.span);
  if (program === null) return wrong("no_code") as Score<CodeVerdict>;
  // A program that ends itself before its tests have passed does not reach the last line.
  const passed = `passed ${crypto.randomUUID()}`;
  const source = `${item.prompt}${glue(program.span.text, item.entry_point)}${program.span.text}\n${item.test}\ncheck(${item.entry_point})\nprint(${JSON.stringify(`\n${passed}`)})\n`;
  const result = await runPython({ source, stdin: "", timeoutMs: TIMEOUT_MS, memoryBytes: MEMORY_BYTES }, services);
  const { outcome, exitCode, stdout, stderr } = result;
  const right = outcome === "exited" && exitCode === 0 && stdout.endsWith(`\n${passed}\n`);
  const base = verdict(
    program.span,
    program.method,
    right,
    outcome === "exited" ? "tests_failed" : outcome,
    program.rejected,
  );
  return { ...base, verdict: { outcome, message: right ? "" : lastLine(stderr) } };
}

/** The prompt ends inside its function, where a body goes on; a whole function begins a line of its own. */
function glue(code: string, entryPoint: string): string {
  return new RegExp(`^(async )?def ${entryPoint}\\b`, "m").test(code) ? "\n" : "";
}
