import { describe, expect, test } from "vitest";
import { parseAgentConfig } from "./parse-agent-config.ts";
import { parseMcpFile } from "./parse-mcp-file.ts";

const common = { allow: [], disabled: false, startTimeoutMs: 30_000 };

describe("the agent section", () => {
  test("has defaults", () => {
    expect(parseAgentConfig({}, "test")).toEqual({
      builtIns: ["calculator", "clock"],
      maxRounds: 8,
      toolTimeoutMs: 60_000,
      resultLength: 16_000,
      mcpServers: {},
    });
  });

  test("takes servers of both kinds as other clients write them", () => {
    const config = parseAgentConfig(
      {
        builtIns: ["clock"],
        maxRounds: 3,
        mcpServers: {
          files: { command: "npx", args: ["-y", "server"], env: { KEY: "a" }, cwd: "/tmp", allow: ["read"] },
          web: { type: "streamable-http", url: "https://example.org/mcp", headers: { a: "b" }, allow: true },
          old: { command: "x", disabled: true, startTimeoutMs: 5 },
        },
      },
      "test",
    );
    expect(config).toMatchObject({ builtIns: ["clock"], maxRounds: 3 });
    expect(config.mcpServers).toEqual({
      files: {
        ...common,
        type: "stdio",
        command: "npx",
        args: ["-y", "server"],
        env: { KEY: "a" },
        cwd: "/tmp",
        allow: ["read"],
      },
      web: { ...common, type: "http", url: "https://example.org/mcp", headers: { a: "b" }, allow: true },
      old: { ...common, type: "stdio", command: "x", args: [], env: {}, cwd: null, disabled: true, startTimeoutMs: 5 },
    });
  });

  const server = (value: object) => ({ mcpServers: { sea: value } });
  test.each<[unknown, string]>([
    [[], "test: expected an object, got a list."],
    [null, "test: expected an object, got null."],
    [{ rounds: 3 }, "test: rounds: there is no such field; expected builtIns, maxRounds"],
    [{ maxRounds: 0 }, "test: maxRounds: expected a whole number from 1 to 100, got 0."],
    [{ maxRounds: "3" }, "test: maxRounds: expected a whole number from 1 to 100, got a text."],
    [{ builtIns: ["shell"] }, "test: builtIns: expected true, false or a list of calculator, clock."],
    [{ builtIns: "clock" }, "test: builtIns: expected true, false or a list of calculator, clock."],
    [{ mcpServers: [] }, "test: mcpServers: expected an object, got a list."],
    [{ mcpServers: { "a/b": {} } }, "test: mcpServers.a/b: expected a name of at most 64 letters"],
    [server({}), "test: mcpServers.sea: expected either a command or a url."],
    [server({ command: "x", url: "http://y" }), "test: mcpServers.sea: expected either a command or a url, got both."],
    [server({ command: "" }), "test: mcpServers.sea.command: expected a text that is not empty, got an empty text."],
    [server({ command: "x", args: "y" }), "test: mcpServers.sea.args: expected a list of texts, got a text."],
    [server({ command: "x", env: { A: 1 } }), "test: mcpServers.sea.env: expected an object of texts, got an object."],
    [
      server({ command: "x", headers: {} }),
      "test: mcpServers.sea.headers: there is no such field; expected type, command",
    ],
    [server({ command: "x", autoApprove: [] }), "test: mcpServers.sea.autoApprove: there is no such field"],
    [server({ command: "x", allow: "all" }), "test: mcpServers.sea.allow: expected true or a list of names of tools."],
    [server({ type: "http", command: "x" }), "test: mcpServers.sea.type: http does not go with a command."],
    [server({ type: "sse", url: "http://x" }), "test: mcpServers.sea.type: the old transport"],
    [server({ type: "ws", url: "http://x" }), 'test: mcpServers.sea.type: expected stdio or http, got "ws".'],
    [server({ url: "not an address" }), "test: mcpServers.sea.url: expected an http or https address."],
    [server({ url: "file:///etc/passwd" }), "test: mcpServers.sea.url: expected an http or https address."],
  ])("refuses %j", (value, message) => {
    expect(() => parseAgentConfig(value, "test")).toThrow(message);
  });

  test("tells the path of a section inside a file", () => {
    expect(() => parseAgentConfig({ maxRounds: 0 }, "a.json", "agent")).toThrow("a.json: agent.maxRounds: expected");
  });
});

describe("a file of MCP servers", () => {
  test("may hold settings of other programs, and says so", () => {
    const { mcpServers, warnings } = parseMcpFile(
      '{"mcpServers": {"sea": {"command": "x"}}, "theme": "dark"}',
      "a.json",
    );
    expect(Object.keys(mcpServers)).toEqual(["sea"]);
    expect(warnings).toEqual(["a.json: only mcpServers is read; theme is not"]);
  });

  test.each([
    ["{", "a.json: expected JSON: "],
    ["[]", "a.json: expected an object, got a list."],
    ['{"servers": {}}', 'a.json: expected {"mcpServers": {"NAME"'],
  ])("refuses %s", (text, message) => {
    expect(() => parseMcpFile(text, "a.json")).toThrow(message);
  });
});
