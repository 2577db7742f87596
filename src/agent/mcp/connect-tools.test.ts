import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { parseMcpServers } from "../config/parse-mcp-server.ts";
import type { ToolResult } from "../contract.ts";
import { type HttpMcpServer, startHttpMcpServer } from "../testing/mcp-servers/http-server.ts";
import { type ConnectedTools, type ConnectOptions, connectTools } from "./connect-tools.ts";

/** A reference to an environment variable, as users write it. */
const variable = (name: string) => `$\{${name}}`;
const serverPath = fileURLToPath(new URL("../testing/mcp-servers/stdio-server.ts", import.meta.url));
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** A server of ours as a process, with these tools; all of them where none is named. */
function stdio(tools: readonly string[] = [], more: object = {}) {
  return { command: process.execPath, args: [serverPath, ...tools], ...more };
}

async function connect(servers: Readonly<Record<string, object>>, options: ConnectOptions = {}) {
  const connected = await connectTools(parseMcpServers(servers, "test"), options);
  open.push(connected);
  return connected;
}

function run(
  connected: ConnectedTools,
  name: string,
  callArguments = {},
  signal = new AbortController().signal,
): Promise<ToolResult> {
  const found = connected.tools.find(({ tool }) => tool.function.name === name);
  if (found === undefined) throw new Error(`no tool ${name}`);
  return found.run(callArguments, signal);
}

const names = ({ tools }: ConnectedTools) => tools.map(({ tool }) => tool.function.name);

describe("a server as a process", () => {
  test("offers its tools, of all pages, with names that endpoints take", async () => {
    const connected = await connect({ sea: stdio() }, { taken: ["calculator"] });
    expect(connected.warnings).toEqual([]);
    expect(names(connected).slice(0, 4)).toEqual(["world_clock", "echo", "odd_name_tool", "sea__calculator"]);
    expect(connected.tools[0]).toMatchObject({
      tool: { type: "function", function: { description: "world_clock.", parameters: { type: "object" } } },
      source: "sea",
      allowed: false,
    });
    const cases: readonly (readonly [string, object, ToolResult])[] = [
      ["echo", { port: "Hull" }, { content: '{"port":"Hull"}', isError: false }],
      ["odd_name_tool", {}, { content: "odd", isError: false }],
      ["sea__calculator", {}, { content: "not ours", isError: false }],
      ["fail", {}, { content: "no such port", isError: true }],
      ["refuse", {}, { content: "The tool failed: the port is missing.", isError: true }],
      ["structured", {}, { content: '{"at": "6:10"}', isError: false }],
    ];
    for (const [name, callArguments, result] of cases)
      expect(await run(connected, name, callArguments)).toEqual(result);
    expect((await run(connected, "mixed")).content.split("\n")).toEqual([
      "a chart:",
      "[image, image/png, 3 bytes: not shown]",
      "[resource file:///a.txt]",
      "inside",
      "[link to b: file:///b.txt]",
    ]);
  });

  test("has the environment that its settings give it, and no more", async () => {
    const config = stdio(["environment", "secret"], {
      env: { SECRET: `${variable("KEY")} ${variable("ABSENT:-none")}` },
    });
    const connected = await connect({ sea: config }, { environment: { KEY: "s3cret" } });
    expect(await run(connected, "secret")).toMatchObject({ content: "s3cret none" });
    const variables = (await run(connected, "environment")).content.split(" ");
    const allowed = ["HOME", "LOGNAME", "PATH", "SECRET", "SHELL", "TERM", "USER"];
    expect(variables.filter((name) => !allowed.includes(name))).toEqual([]);
  });

  test("that crashes fails the call, and is started again for the next one", async () => {
    const connected = await connect({ sea: stdio(["crash", "echo", "pid"]) });
    const before = (await run(connected, "pid")).content;
    expect(await run(connected, "crash")).toEqual({
      content: "The tool failed: the server sea stopped during the call; it is started again for the next one.",
      isError: true,
    });
    expect(await run(connected, "echo", { a: 1 })).toEqual({ content: '{"a":1}', isError: false });
    expect((await run(connected, "pid")).content).not.toBe(before);
  });

  test("is told when a call is cancelled, and goes on", async () => {
    const connected = await connect({ sea: stdio(["hang", "echo"]) });
    expect(await run(connected, "hang", {}, AbortSignal.timeout(50))).toMatchObject({ isError: true });
    expect(await run(connected, "echo")).toEqual({ content: "{}", isError: false });
  });

  test.each([
    ["of its own", stdio(["pid"])],
    [
      "that does not listen, behind a shell",
      { command: "sh", args: ["-c", `"${process.execPath}" "${serverPath}" pid stubborn; true`] },
    ],
  ])("ends with its setup: a process %s", async (_, config) => {
    const connected = await connect({ sea: config });
    const id = Number((await run(connected, "pid")).content);
    expect(isAlive(id)).toBe(true);
    await connected.close();
    await connected.close();
    // Killed behind a shell, it has another parent now, which takes its time to notice.
    await expect.poll(() => isAlive(id), { timeout: 10_000 }).toBe(false);
    expect(await run(connected, "pid")).toEqual({ content: "The tool failed: the server is closed.", isError: true });
  });
});

describe("tools of several servers", () => {
  test("get the name of their server where they are the same", async () => {
    const connected = await connect({ "the sea": stdio(["echo", "pid"]), land: stdio(["echo"]) });
    expect(names(connected)).toEqual(["the_sea__echo", "pid", "land__echo"]);
  });

  test("are allowed as the settings say", async () => {
    const connected = await connect({
      sea: stdio(["echo", "pid"], { allow: ["pid", "moon"] }),
      land: stdio(["fail"], { allow: true }),
    });
    expect(connected.tools.map(({ allowed }) => allowed)).toEqual([false, true, true]);
    expect(connected.warnings).toEqual(['MCP server sea has no tool moon that "allow" names; there are echo, pid']);
  });
});

test("servers that cannot be used are warnings by name, and the others work", async () => {
  const program = (script: string, more: object = {}) => ({ command: process.execPath, args: ["-e", script], ...more });
  const bad: Readonly<Record<string, readonly [object, RegExp]>> = {
    absent: [{ command: "no-such-program-here" }, /ENOENT/],
    ends: [program("console.error('no licence'); process.exit(1)"), /last words: no licence/],
    silent: [program("setInterval(() => {}, 1e4)", { startTimeoutMs: 300 }), /timed out/i],
    babbles: [program("console.log('hello')"), /closed/i],
    nobody: [{ url: "http://127.0.0.1:9/mcp" }, /fetch failed/],
    unset: [stdio(["echo"], { env: { KEY: variable("NOT_SET") } }), /NOT_SET is not set/],
  };
  const servers = Object.fromEntries(Object.entries(bad).map(([name, [config]]) => [name, config]));
  const off = { command: "no-such-program-here", disabled: true };
  const connected = await connect({ ...servers, good: stdio(["echo"]), off });
  expect(names(connected)).toEqual(["echo"]);
  expect(connected.warnings).toEqual(
    Object.entries(bad).map(([name, [, reason]]) =>
      expect.stringMatching(new RegExp(`^MCP server ${name} could not be started, .*${reason.source}`, "i")),
    ),
  );
});

describe("a server behind an address", () => {
  async function start(): Promise<{ server: HttpMcpServer; connected: ConnectedTools }> {
    const server = await startHttpMcpServer();
    open.push(server);
    const config = { type: "http", url: server.url, headers: { authorization: `Bearer ${variable("KEY")}` } };
    return { server, connected: await connect({ sea: config }, { environment: { KEY: "s3cret" } }) };
  }

  test("gets the headers of its settings and answers", async () => {
    const { server, connected } = await start();
    expect(names(connected)).toEqual(["echo", "world_clock"]);
    expect(await run(connected, "echo", { a: 1 })).toEqual({ content: '{"a":1}', isError: false });
    expect(new Set(server.seen.map(({ authorization }) => authorization))).toEqual(new Set(["Bearer s3cret"]));
  });

  test("that has forgotten the session is greeted again", async () => {
    const { server, connected } = await start();
    server.forgetSessions();
    expect(await run(connected, "echo", { a: 2 })).toEqual({ content: '{"a":2}', isError: false });
  });

  test("that does not answer the goodbye is left", async () => {
    const { server, connected } = await start();
    server.deafToGoodbyes = true;
    const begin = performance.now();
    await connected.close();
    expect(performance.now() - begin).toBeLessThan(4000);
  });

  test("frees the session when the setup is closed, and its failure is the call's", async () => {
    const { server, connected } = await start();
    expect(server.sessions.size).toBe(1);
    await connected.close();
    expect(server.sessions.size).toBe(0);
    const again = await start();
    await again.server.close();
    expect(await run(again.connected, "echo")).toMatchObject({
      isError: true,
      content: expect.stringContaining("fetch failed"),
    });
  });
});

function isAlive(processId: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(processId)], { encoding: "utf8" });
  // A dead process whose new parent has not looked yet is a zombie.
  return stdout.trim() !== "" && !stdout.startsWith("Z");
}
