import { describe, expect, test } from "vitest";
import { runTestCli } from "./test-terminal.ts";

const answer =
  '<think>\nNeed a table.\n</think>\nLooking it up.\n<tool_call>\n{"name": "tide_table", "arguments": {"t": 1.50}}\n</tool_call>';

async function parseJson(input: string, ...flags: string[]) {
  const { exitCode, output, errors } = await runTestCli(["parse", "--json", ...flags], { input });
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: "" });
  return JSON.parse(output);
}

describe("hermes parse", () => {
  test("--json prints one object on one line", async () => {
    expect(await parseJson(answer)).toEqual({
      reasoning: "Need a table.",
      content: "Looking it up.",
      tool_calls: [{ name: "tide_table", arguments: '{"t": 1.50}' }],
      invalid_tool_calls: [],
      diagnostics: [],
    });
  });

  test("--json gives null for what is absent, and keeps bad blocks out of the content", async () => {
    expect(await parseJson("<tool_call>dock(4)</tool_call>")).toEqual({
      reasoning: null,
      content: null,
      tool_calls: [],
      invalid_tool_calls: [{ raw: "<tool_call>dock(4)</tool_call>", reason: "not-json" }],
      diagnostics: [],
    });
  });

  test("--json names the call a diagnostic is about", async () => {
    const { diagnostics } = await parseJson('<think><tool_call>{"name": "ping"}</tool_call>');
    expect(diagnostics).toMatchObject([{ code: "call-inside-unclosed-think", call: { name: "ping" } }]);
  });

  test("--start, --no-tools and --no-reasoning change what tags mean", async () => {
    expect(await parseJson("So.</think>Yes.", "--start", "reasoning")).toMatchObject({
      reasoning: "So.",
      content: "Yes.",
    });
    expect(await parseJson("<think>a</think>", "--start", "content")).toMatchObject({ content: "<think>a</think>" });
    expect(await parseJson(answer, "--no-tools")).toMatchObject({ tool_calls: [] });
    expect(await parseJson(answer, "--no-reasoning")).toMatchObject({ reasoning: null });
  });

  test("prints the parts in order", async () => {
    const { output } = await runTestCli(["parse"], { input: "<think>a</think>b<tool_call>{}</tool_call>" });
    expect(output).toBe("reasoning\n  a\ncontent\n  b\ninvalid (no-name)\n  <tool_call>{}</tool_call>\n");
  });

  test("keeps a byte order mark and a final line feed: they are part of the answer", async () => {
    expect(await parseJson("\ufeffyes\n")).toMatchObject({ content: "\ufeffyes\n" });
  });
});
