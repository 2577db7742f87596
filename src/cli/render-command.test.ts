import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../formats/test-files.ts";
import { runTestCli } from "./test-terminal.ts";

interface Vector {
  readonly name: string;
  readonly template: string;
  readonly variables: Record<string, unknown>;
  readonly rendered?: string;
}

const golden = new URL("../../test/golden/chat-template/vectors.json", import.meta.url);
const vectors: readonly Vector[] = JSON.parse(readFileSync(golden, "utf8"));

function conversationFile(text: string): string {
  const path = join(temporaryFolder(), "conversation.json");
  writeFileSync(path, text);
  return path;
}

describe("hermes render", () => {
  test("--exact prints the published bytes of every golden vector, nothing added", async () => {
    for (const { template, variables, rendered } of vectors) {
      // Without bos_token the command takes the profile's, where the bare template fails.
      if (template === "llama3" && variables.bos_token === undefined) continue;
      const file = conversationFile(JSON.stringify({ ...variables, template }));
      const result = await runTestCli(["render", "--exact", file]);
      if (rendered === undefined) expect(result).toMatchObject({ exitCode: 1, output: "" });
      else expect(result).toEqual({ exitCode: 0, output: rendered, errors: "" });
    }
  });

  test("takes the profile's begin of text in both modes", async () => {
    const file = conversationFile('{"messages": [{"role": "user", "content": "Hi"}]}');
    for (const flags of [[], ["--exact"]]) {
      expect((await runTestCli(["render", ...flags, file])).output).toMatch(
        /^<\|begin_of_text\|><\|start_header_id\|>system/,
      );
    }
  });

  test("keeps numbers and key order of tools and arguments", async () => {
    const parameters = '{"10": 1.0, "2": 90071992547409931234, "b": 1e5}';
    const file = conversationFile(`{
      "messages": [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": ${parameters}}}]}
      ],
      "tools": [{"type": "function", "function": {"name": "f", "parameters": ${parameters}}}]
    }`);
    const { output } = await runTestCli(["render", file]);
    expect(output.split(parameters)).toHaveLength(3);
  });

  test("reads standard input for -", async () => {
    const input = '{"messages": [{"role": "user", "content": "Hi"}], "template": "chatml"}';
    expect((await runTestCli(["render", "-"], { input })).output).toContain("<|im_start|>user\nHi<|im_end|>\n");
  });

  test.each([
    ["text that is no JSON", "{", "the conversation file is not valid JSON"],
    ["a list", "[]", "is not an object with the fields messages"],
    ["an unknown field", '{"messages": [], "enable_thinking": true}', "enable_thinking is no field"],
    ["no messages", "{}", "messages is not a list"],
    [
      "an unknown template",
      '{"messages": [{"role": "user", "content": "Hi"}], "template": "alpaca"}',
      '"alpaca" is unknown',
    ],
  ])("refuses %s", async (_name, text, message) => {
    const { exitCode, output, errors } = await runTestCli(["render", conversationFile(text)]);
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: "" });
    expect(errors).toContain(message);
  });
});
