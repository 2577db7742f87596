import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listSettings, resolveConfig, spellFlag } from "../../config/index.ts";
import { temporaryFolder } from "../../formats/test-files.ts";
import { defaultServerOptions } from "../../server/index.ts";
import { runTestCli } from "../test-terminal.ts";
import { serverSettings } from "./server-settings.ts";

/** A file of this content; its path stands where a command says FILE. */
function file(content: string, mode = 0o600): string {
  const path = join(temporaryFolder(), "given");
  writeFileSync(path, content, { mode });
  return path;
}

describe("hermes serve refuses before it listens", () => {
  test.each([
    ["a word as port", ["--port", "http"], 2, "Expected a number"],
    ["a port that is none", ["--port", "70000"], 2, "--port is 70000; expected a whole number from 0 to 65535"],
    ["an unknown level", ["--log-level", "loud"], 2, "Allowed choices are debug, info"],
    ["an unknown backend", ["--backend", "cuda"], 2, "Allowed choices are native, llama-cpp, remote"],
    ["a model of another backend", ["--backend", "llama-cpp"], 2, "--model nano is for native"],
    ["an address of another backend", ["--backend", "native", "--model", "http://x/v1"], 2, "is for remote"],
    ["a GGUF file of another backend", ["--backend", "remote", "--model", "a.gguf"], 2, "is for llama-cpp"],
    ["any origin at once", ["--cors", "*"], 2, '--cors: expected origins such as https://app.example, got "*"'],
    ["an origin with a path", ["--cors", "https://a.example/x"], 2, "--cors: expected origins"],
    ["others without keys", ["--host", "0.0.0.0"], 2, "Other computers reach 0.0.0.0, so clients need keys"],
    ["all IPv6 without keys", ["--host", "::"], 2, "Other computers reach ::, so clients need keys"],
    ["a key file that is not there", ["--api-key-file", "/nowhere/keys"], 1, "hermes key new --file /nowhere/keys"],
    ["keys and none", ["--no-auth", "--api-key-file", "keys"], 2, "--no-auth lets everybody in"],
    ["MCP servers that are not there", ["--mcp-config", "/nowhere/mcp.json"], 1, "cannot read the MCP servers"],
    ["a configuration that is not there", ["--config", "/nowhere/c.json"], 1, "There is no configuration file"],
    ["an argument", ["nano"], 2, "too many arguments"],
    ["an option of one answer", ["--max-tokens", "5"], 2, "unknown option '--max-tokens'"],
    ["a budget below zero", ["--thinking-budget", "-1"], 2, "Expected a whole number of at least 0"],
    ["a temperature out of range", ["--temperature", "-1"], 2, "--temperature is -1; expected a number from 0 to 100"],
  ])("%s", async (_name, options, exitCode, message) => {
    const result = await runTestCli(["serve", "--no-page", ...options]);
    expect(result).toMatchObject({ exitCode, output: "" });
    expect(result.errors).toContain(message);
  });

  test.each([
    ["plain keys", "--api-key-file", "hermes-abc\n", 0o600, "line 1: expected"],
    ["keys for all to read", "--api-key-file", "a sha256:\n", 0o644, "chmod 600"],
    ["no key at all", "--api-key-file", "\n", 0o600, "holds no key"],
    ["MCP servers in another form", "--mcp-config", '{"servers": {}}', 0o600, 'expected {"mcpServers"'],
    [
      "an MCP server without a command",
      "--mcp-config",
      '{"mcpServers": {"a": {}}}',
      0o600,
      "either a command or a url",
    ],
    ["broken JSON", "--mcp-config", "{", 0o600, "expected JSON"],
  ])("a file with %s", async (_name, option, content, mode, message) => {
    const path = file(content, mode);
    const result = await runTestCli(["serve", "--no-page", option, path]);
    expect(result).toMatchObject({ exitCode: 1, output: "" });
    expect(result.errors).toContain(message);
    expect(result.errors).toContain(path);
  });

  test("keys of the environment that are none", async () => {
    const environment = { XDG_CONFIG_HOME: "/nowhere", HERMES_SERVER_KEYS: "hermes-secret" };
    const { exitCode, errors } = await runTestCli(["serve", "--no-page"], { environment });
    expect(exitCode).toBe(1);
    expect(errors).toContain("HERMES_SERVER_KEYS, line 1");
    expect(errors).not.toContain("hermes-secret");
  });
});

test("the defaults of the configuration are those of the server", () => {
  const { log, keys, agent, pageFolder } = defaultServerOptions;
  expect(serverSettings(resolveConfig([]).values, { log, keys, agent, pageFolder })).toEqual(defaultServerOptions);
});

test("every flag of the table is an option of serve or run, and serve has no others but those of files", async () => {
  const optionsOf = async (command: string) => {
    const { output } = await runTestCli([command, "--help"]);
    return [...output.matchAll(/^ {2}(--[a-z-]+)/gm)].map((match) => match[1] ?? "");
  };
  const [serve, run] = [await optionsOf("serve"), await optionsOf("run")];
  const flags = listSettings().flatMap(({ setting }) => (setting.flag === null ? [] : [spellFlag(setting.flag)]));
  const has = (options: readonly string[], flag: string) =>
    options.includes(`--${flag}`) || options.includes(`--no-${flag}`);
  expect(flags.filter((flag) => !has(serve, flag))).toEqual(["system"]);
  expect(has(run, "system")).toBe(true);
  const others = serve.filter((option) => !flags.includes(option.replace(/^--(no-)?/, "")));
  expect(others).toEqual(["--config", "--no-config", "--mcp-config"]);
});
