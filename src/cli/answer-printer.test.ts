import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import type { StreamPart } from "../chat/index.ts";
import { AnswerPrinter } from "./answer-printer.ts";
import type { Terminal } from "./terminal.ts";
import { call, finish, text, thought } from "./test-parts.ts";

function printAll(parts: readonly StreamPart[], { watched = false, fold = false } = {}) {
  let [output, errors] = ["", ""];
  const terminal: Terminal = {
    input: new PassThrough(),
    output: new PassThrough(),
    interactive: watched,
    watched,
    outputWatched: watched,
    environment: {},
    write: (written) => {
      output += written;
    },
    writeError: (written) => {
      errors += written;
    },
    dim: (written) => (watched ? `<dim>${written}</dim>` : written),
  };
  const printer = new AnswerPrinter(terminal, { foldReasoning: fold });
  for (const part of parts) printer.print(part);
  return { output, errors };
}

describe("AnswerPrinter", () => {
  test("writes text to standard output and the thought to standard error", () => {
    expect(printAll([...thought, ...text, finish("stop")])).toEqual({ output: "It is 12.\n", errors: "7 + 5 = 12\n" });
  });

  test("dims the thought where somebody watches, and leaves a line before the text", () => {
    const { errors } = printAll([...thought, ...text, finish("stop")], { watched: true });
    expect(errors).toBe("<dim>7 + 5</dim><dim> = 12</dim>\n\n");
  });

  test("writes a call on a line of its own that parses and keeps the model's numbers and key order", () => {
    const { output } = printAll([...text, call, call, finish("tool-calls")]);
    const line = '{"name": "tide_table", "arguments": {"10": 1.50, "2": "two\\nlines"}}';
    expect(output).toBe(`It is 12.\n${line}\n${line}\n`);
    expect(JSON.parse(line).arguments).toEqual({ "10": 1.5, "2": "two\nlines" });
  });

  test("folds the thought into one line", () => {
    const { output, errors } = printAll([...thought, ...text, finish("stop")], { fold: true });
    expect(output).toBe("It is 12.\n");
    expect(errors).toMatch(/^\(thought for \d+\.\d s, \/show prints it\)\n$/);
  });

  test.each<[name: string, parts: readonly StreamPart[], remark: string]>([
    ["the token limit", [...text, finish("length")], "(cut off: the token limit is reached)"],
    ["the thinking budget", [...thought, finish("stop", true)], "(the thinking budget ended the thought)"],
    [
      "an open thought",
      [thought[0]!, { type: "reasoning-end", closed: false }, finish("length")],
      "(the answer ended inside the thought)",
    ],
    [
      "a block that is no call",
      [{ type: "tool-call-invalid", raw: "<tool_call>", reason: "empty" }],
      "(the model wrote a tool call that is none (empty): <tool_call>)",
    ],
    ["a diagnostic", [{ type: "diagnostic", code: "odd", message: "this is odd" }], "(this is odd)"],
  ])("remarks on %s to standard error", (_name, parts, remark) => {
    expect(printAll(parts).errors).toContain(`${remark}\n`);
  });

  test("prints nothing at all for an empty answer", () => {
    expect(printAll([finish("stop")])).toEqual({ output: "", errors: "" });
  });
});
