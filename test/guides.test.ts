import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseMcpFile } from "../src/agent/index.ts";
import { Hermes } from "../src/index.ts";
import { type RunningServer, resolveServerOptions, startServer } from "../src/server/index.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));

/** The JavaScript blocks of the page on clients, each with what it must print. */
const page = readFileSync(join(root, "docs/guides/clients.md"), "utf8");
const blocks = [...page.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map((match) => match[1]!);
const expected: readonly (readonly [name: string, output: RegExp])[] = [
  ["openai, whole", /7\+5\+0=12[\s\S]*17 \+ 25 = 42\n\d+ tokens of thought/],
  ["openai, streamed", /17 \+ 25 = \d+/],
  ["openai, the thought ended", /^true$/m],
  ["openai, tools", /get_weather \{"city": ?"Paris"\}\n.*21/],
  ["openai, responses", /reasoning, message \| 17 \+ 25 = 42/],
  ["openai, an answer in JSON", /^sum certain$/m],
  ["AI SDK, in this process", /17 \+ 25 = \d+/],
  ["AI SDK, an endpoint and tools", /21/],
  ["AI SDK, an object", /^sum certain$/m],
  ["LangChain", /17 \+ 25 = 42 \d+ tokens/],
  ["LangChain, tools", /get_weather Paris/],
];

let server: RunningServer;
let folder: string;

beforeAll(async () => {
  const silent = { info() {}, warn() {}, error() {} };
  server = await startServer(resolveServerOptions({ port: 0, log: silent }), () => Hermes.load());
  await server.loaded;
  // Inside the checkout, so that the packages of the snippets are found.
  mkdirSync(join(root, "build"), { recursive: true });
  folder = mkdtempSync(join(root, "build", "guides-"));
});

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("every block has its expectation", () => expect(blocks.length).toBe(expected.length));

test.each(expected.map(([name, output], index) => ({ name, output, index })))("$name", async ({ output, index }) => {
  const aiSdk = pathToFileURL(join(root, "src/ai-sdk/index.ts")).href;
  const address = server.url.replace(/\/$/, "");
  const block = blocks[index]!.replaceAll("http://127.0.0.1:8000", address).replace('"hermes4/ai-sdk"', `"${aiSdk}"`);
  const file = join(folder, `block-${index}.mjs`);
  writeFileSync(file, block);
  expect((await run(process.execPath, [file])).stdout).toMatch(output);
});

test("the MCP servers of the page on tools are understood", () => {
  const tools = readFileSync(join(root, "docs/guides/tools.md"), "utf8");
  const [, json = ""] = /^```json\n([\s\S]*?)^```$/m.exec(tools) ?? [];
  const { mcpServers, warnings } = parseMcpFile(json, "docs/guides/tools.md");
  expect(Object.keys(mcpServers)).toEqual(["files", "search"]);
  expect(warnings).toEqual([]);
});
