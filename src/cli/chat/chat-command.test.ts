import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../formats/test-files.ts";
import { runTestCli } from "../test-terminal.ts";

const serverPath = fileURLToPath(new URL("../../agent/testing/mcp-servers/stdio-server.ts", import.meta.url));
const options = ["--temperature", "0", "--max-tokens", "100"];

/** A configuration with one MCP server and no built-in tools. */
function writeConfig(allow: boolean, command = process.execPath): string {
  const path = join(temporaryFolder(), "hermes.config.json");
  const sea = { command, args: [serverPath, "world_clock"], allow };
  writeFileSync(path, JSON.stringify({ agent: { builtIns: false, mcpServers: { sea } } }));
  return path;
}

test("the embedded model's calls are run, and their results told", async () => {
  const input = "/agent on\nWhat time is it in Paris?\n";
  const { output, errors, exitCode } = await runTestCli(["chat", "--config", writeConfig(true), ...options], { input });
  expect(exitCode).toBe(0);
  expect(output).toMatch(/^It is 14:05 in Paris\./);
  expect(errors).toContain("sea: world_clock\n");
  expect(errors).toContain('calls {"name": "world_clock", "arguments": {"city": "Paris"}}\n');
  expect(errors).toContain('world_clock done: {"time": "14:05"}\n');
});

test("where nobody can be asked, only what is allowed runs", async () => {
  const input = "What time is it in Paris?\n";
  const { errors } = await runTestCli(["chat", "--agent", "--config", writeConfig(false), ...options], { input });
  expect(errors).toContain("sea: world_clock (asks)\n");
  expect(errors).toContain("world_clock of sea is not run: nobody can be asked");
  expect(errors).toContain("world_clock refused: The user did not allow this call.\n");
});

test("a server that cannot be started is a warning", async () => {
  const { errors, exitCode } = await runTestCli(["chat", "--agent", "--config", writeConfig(true, "no-such-program")]);
  expect(errors).toContain("warning: MCP server sea could not be started, its tools are absent: spawn no-such-program");
  expect(errors).toContain("there are no tools to run");
  expect(exitCode).toBe(0);
});

test("--mcp-config names a file of servers", async () => {
  const path = join(temporaryFolder(), "mcp.json");
  writeFileSync(path, JSON.stringify({ mcpServers: { sea: { command: "x", arguments: [] } } }));
  const { errors, exitCode } = await runTestCli(["chat", "--mcp-config", path]);
  expect(errors).toContain(`${path}: mcpServers.sea.arguments: there is no such field; expected`);
  expect(exitCode).toBe(1);
});
