import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Hermes } from "../hermes.ts";
import { printPath } from "./openapi/route-path.ts";
import { routes } from "./routes/index.ts";
import { type NanoServer, nanoServer } from "./testing/nano-server.ts";
import { RawSocket, renderRequest } from "./testing/raw-socket.ts";
import { serveRoutes } from "./testing/serve-routes.ts";

let hermes: Hermes;
let server: NanoServer;
const faults: object[] = [];

beforeAll(async () => {
  hermes = await Hermes.load();
  const log = { info() {}, warn() {}, error: (facts: object) => void faults.push(facts) };
  server = await nanoServer({ log, defaults: { pingMs: 1000 } }, hermes);
});
afterAll(() => hermes.dispose());

const messages = [{ role: "user", content: "Hi" }];
/** A body that is answered, and fast. */
const sound: Readonly<Record<string, object>> = {
  "/v1/chat/completions": { messages, max_tokens: 1 },
  "/v1/chat/completions/input_tokens": { messages },
  "/v1/chat/completions/control": { id: "x", action: "reasoning_end" },
  "/v1/completions": { prompt: "Hi", max_tokens: 1 },
  "/v1/responses": { input: "Hi", max_output_tokens: 1 },
  "/v1/agent/chat": { messages, max_tokens: 1 },
  "/v1/agent/approvals/{id}": { approved: true },
  "/tokenize": { prompt: "Hi" },
  "/detokenize": { tokens: [1] },
  "/apply-template": { messages },
};

/** What strangers send: any JSON, and values at the edges of what fields take. */
const edges = fc.constantFrom<unknown>(
  null,
  0,
  -0,
  -1,
  1,
  0.5,
  1e308,
  5e-324,
  1e-7,
  2 ** 53,
  2 ** 31,
  -(2 ** 31),
  "",
  "\u0000",
  "\ud800",
  "<think>",
  "</think><tool_call>",
  "<|eot_id|>",
  [],
  [[]],
  [null],
  {},
  { type: "text" },
  { type: "function", function: {} },
  { role: "assistant" },
  { "": "" },
  true,
  false,
);
const value = fc.oneof(
  edges,
  fc.jsonValue({ maxDepth: 4 }),
  fc.array(edges, { maxLength: 4 }),
  fc.dictionary(
    fc.constantFrom("type", "role", "content", "name", "text", "function", "effort", "0", "__proto__"),
    edges,
  ),
);

async function check(path: string, body: string): Promise<void> {
  const before = faults.length;
  const response = await server.post(path, body);
  const text = await response.text();
  expect(response.status, text).toBeLessThan(500);
  expect(faults.slice(before)).toEqual([]);
  if (response.status === 200) return;
  const { error } = JSON.parse(text) as { error: { message: unknown; type: unknown } };
  expect(error).toMatchObject({ message: expect.any(String), type: expect.any(String) });
  expect(text).not.toMatch(/\n\s+at |node:internal|\.ts:\d/);
}

const posts = routes.filter(({ method }) => method === "POST");

test("each route that reads a body has a sound one here", () => {
  expect(posts.map(({ path }) => printPath(path)).sort()).toEqual(Object.keys(sound).sort());
});

describe.each(posts.map(({ path, body }) => ({ path: printPath(path), fields: body?.fields ?? [] })))(
  "POST $path",
  ({ path, fields }) => {
    const address = path.replace("{id}", "x");

    test("any bytes and any JSON", async () => {
      const anything = fc.oneof(fc.json({ maxDepth: 5 }), fc.string(), fc.string({ unit: "binary" }));
      await fc.assert(
        fc.asyncProperty(anything, (body) => check(address, body)),
        { numRuns: 60, seed: 11 },
      );
    });

    test("a sound body with strange fields", async () => {
      const name = fc.constantFrom(...fields.map((field) => field.name));
      const strange = fc.dictionary(name, value, { minKeys: 1, maxKeys: 3 });
      await fc.assert(
        fc.asyncProperty(strange, (odd) => check(address, JSON.stringify({ ...sound[path], ...odd }))),
        { numRuns: 200, seed: 12 },
      );
    });
  },
);

test("any path and any method", async () => {
  const { port } = await serveRoutes(routes);
  const path = fc.string({ unit: fc.constantFrom(..."/.%?#&=:@[]{}~\\\"'<>|^`v1models2ef0") });
  const method = fc.constantFrom("GET", "HEAD", "POST", "PUT", "TRACE", "OPTIONS", "PATCH", "QUERY");
  await fc.assert(
    fc.asyncProperty(method, path, async (verb, rest) => {
      const client = await RawSocket.open(port);
      client.write(renderRequest(`${verb} /v1/models/${rest}`, { connection: "close" }));
      expect(await client.untilClosed()).toMatch(/^HTTP\/1\.1 4\d\d /);
    }),
    { numRuns: 150, seed: 13 },
  );
});

test("whatever was asked, nothing runs any more", () => {
  expect(hermes.stats()).toMatchObject({ running: 0, waiting: 0, blocksUsed: 0 });
  expect(server.core.admission.running).toBe(0);
  expect(server.core.running.size).toBe(0);
});
