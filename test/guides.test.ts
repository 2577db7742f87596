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

type Expected = readonly (readonly [name: string, output: RegExp])[];

/** What the JavaScript blocks of the page on clients must print. */
const clients: Expected = [
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
/** The same for the page on structured output. */
const structured: Expected = [
  ["an object by zod", /^.+ \d+\ntrue\n$/],
  [
    "a choice, a pattern, a grammar, a schema laid out",
    /^(yes|no|I cannot say)\n(sun|rain), \d{1,2} °C\n(dry|rain: \d+ mm)\n\{\n {2}"[^\n]*": (true|false)\n\}\n$/,
  ],
  ["tools by zod", /^get_weather (Rome|Oslo)$/m],
  ["over HTTP", /^\[ 'sum' \]\nstructured_outputs.json\/properties\/sum\/type$/m],
  ["a sampler of one's own", /^\{"city":"(Rome|Oslo)"\} 0\n$/],
  [
    "repair",
    /^true \{"name":"Ada","age":36,"city":"Rome"\}\n\/city enum-spelling rome -> Rome\n\/age number-in-string 36 -> 36\n$/,
  ],
];
const pages = { clients, "structured-output": structured };

interface Block {
  readonly name: string;
  readonly text: string;
  readonly output: RegExp | undefined;
}
const blocks: readonly Block[] = Object.entries(pages).flatMap(([file, expected]) => {
  const page = readFileSync(join(root, `docs/guides/${file}.md`), "utf8");
  return [...page.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, text], index) => {
    const [name, output] = expected[index] ?? [];
    return { name: `${file}: ${name}`, text: text!, output };
  });
});
/** Entries of the package, as the sources that they are built from. */
const entries = { "hermes4/ai-sdk": "ai-sdk/index.ts", "hermes4/grammar": "grammar/index.ts", hermes4: "index.ts" };

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

test("every block has its expectation", () => {
  expect(blocks.map(({ output }) => output)).not.toContain(undefined);
  expect(blocks.length).toBe(clients.length + structured.length);
});

test.each(blocks.map((block, index) => ({ ...block, index })))("$name", async ({ text, output, index }) => {
  const address = server.url.replace(/\/$/, "");
  const block = Object.entries(entries).reduce(
    (changed, [entry, source]) =>
      changed.replaceAll(`"${entry}"`, `"${pathToFileURL(join(root, "src", source)).href}"`),
    text.replaceAll("http://127.0.0.1:8000", address),
  );
  const file = join(folder, `block-${index}.mjs`);
  writeFileSync(file, block);
  expect((await run(process.execPath, [file])).stdout).toMatch(output!);
});

test("the MCP servers of the page on tools are understood", () => {
  const tools = readFileSync(join(root, "docs/guides/tools.md"), "utf8");
  const [, json = ""] = /^```json\n([\s\S]*?)^```$/m.exec(tools) ?? [];
  const { mcpServers, warnings } = parseMcpFile(json, "docs/guides/tools.md");
  expect(Object.keys(mcpServers)).toEqual(["files", "search"]);
  expect(warnings).toEqual([]);
});
