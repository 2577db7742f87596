import { expect, test } from "vitest";
import type { AgentPart } from "../../agent/index.ts";
import type { StreamPart } from "../../chat/index.ts";
import type { Terminal } from "../terminal.ts";
import { call, finish, text } from "../test-parts.ts";
import { AgentPrinter } from "./agent-printer.ts";

function print(...parts: readonly AgentPart[]) {
  let [output, errors] = ["", ""];
  const terminal = {
    write: (piece: string) => {
      output += piece;
    },
    writeError: (piece: string) => {
      errors += piece;
    },
    dim: (piece: string) => piece,
  } as unknown as Terminal;
  const printer = new AgentPrinter(terminal, { foldReasoning: false });
  for (const part of parts) printer.print(part);
  printer.endLine();
  return { output, errors };
}

const stream = (part: StreamPart): AgentPart => ({ type: "stream-part", round: 1, part });
const result = (content: string, outcome: "done" | "refused" = "done"): AgentPart => ({
  type: "tool-result",
  callId: "call_1",
  name: "tide_table",
  outcome,
  content,
  elapsedMs: 1,
});

test("answers go to standard output, calls and results beside them", () => {
  const { output, errors } = print(
    { type: "round-start", round: 1 },
    ...text.map(stream),
    stream(call),
    stream(finish("tool-calls")),
    result("6:10"),
    { type: "round-start", round: 2 },
    ...text.map(stream),
    stream(finish("stop")),
    { type: "agent-finish", reason: "answered", rounds: 2, messages: [] },
  );
  expect(output).toBe("It is 12.\nIt is 12.\n");
  expect(errors).toBe(
    'calls {"name": "tide_table", "arguments": {"10": 1.50, "2": "two\\nlines"}}\ntide_table done: 6:10\n',
  );
});

test.each([
  ["a refusal", result("no", "refused"), "tide_table refused: no\n"],
  ["a long result", result("x".repeat(1500)), `tide_table done: ${"x".repeat(1000)}… (1500 characters)\n`],
  ["what steers a terminal", result("a\u001b[2Jb\u009bc\n\td"), "tide_table done: a[2Jbc\n\td\n"],
  ["blocks that are no calls", { type: "calls-unreadable", round: 1, content: "Write again." }, "Write again.\n"],
  [
    "the limit",
    { type: "agent-finish", reason: "rounds", rounds: 3, messages: [] },
    "stopped after 2 rounds of calls; say something to go on\n",
  ],
] as const)("tells of %s", (_, part, errors) => {
  expect(print(part)).toEqual({ output: "", errors });
});
