import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StreamPart } from "../../chat/index.ts";
import type { Hermes, StreamOptions } from "../../hermes.ts";
import { type NanoServer, nanoServer, readEvents } from "../testing/nano-server.ts";
import { responsesTable } from "./fields/body-table.ts";

let nano: NanoServer;
beforeAll(async () => {
  nano = await nanoServer();
});
afterAll(() => nano.hermes.dispose());

const path = "/v1/responses";

/** The model, but for answers that are written by hand. */
function scripted(stream: (options: StreamOptions) => AsyncIterable<StreamPart>): Hermes {
  const get = (hermes: Hermes, name: string | symbol) => {
    if (name === "stream") return (_request: unknown, options: StreamOptions) => stream(options);
    const value: unknown = Reflect.get(hermes, name, hermes);
    return typeof value === "function" ? value.bind(hermes) : value;
  };
  return new Proxy(nano.hermes, { get });
}

async function eventsOf(server: NanoServer): Promise<{ type: string; response?: Record<string, unknown> }[]> {
  const response = await server.post(path, { input: "Hi", stream: true });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
  return readEvents(await response.text()) as { type: string }[];
}

test("every event has its name before its data", async () => {
  const text = await (await nano.post(path, { input: "Hi", stream: true, max_output_tokens: 2 })).text();
  const events = text.split("\n\n").filter((event) => event !== "");
  expect(events[0]).toMatch(/^event: response\.created\ndata: \{/);
  expect(events.at(-1)).toMatch(/^event: response\.incomplete\ndata: \{/);
  for (const event of events) {
    const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(event) ?? [];
    expect(JSON.parse(data!).type).toBe(name);
  }
});

test("the first events come while the prompt is computed", async () => {
  const computed = Promise.withResolvers<void>();
  const hermes = scripted(async function* () {
    yield { type: "prompt-progress", totalTokens: 9, cachedTokens: 0, processedTokens: 1, elapsedMs: 1 };
    await computed.promise;
    yield { type: "text-delta", text: "A" };
  });
  const response = await (await nanoServer({}, hermes)).post(path, { input: "Hi", stream: true });
  const reader = response.body!.getReader();
  const { value } = await reader.read();
  expect(new TextDecoder().decode(value)).toMatch(/^event: response\.created[\s\S]*event: response\.in_progress/);
  computed.resolve();
  await reader.cancel();
});

test("silence is broken by pings, as often as asked", async () => {
  const hermes = scripted(async function* () {
    await new Promise((resolve) => setTimeout(resolve, 120));
    yield { type: "text-delta", text: "A" };
  });
  const body = { input: "Hi", stream: true, sse_ping_interval: 0.02 };
  const text = await (await (await nanoServer({}, hermes)).post(path, body)).text();
  expect(text).toMatch(/^: ping\n\n(: ping\n\n)+event: response\.created/);
});

test("an answer that takes longer than the server allows has failed", async () => {
  const hermes = scripted(async function* ({ signal }) {
    yield { type: "text-delta", text: "A" };
    await new Promise((resolve) => signal!.addEventListener("abort", resolve));
  });
  const events = await eventsOf(await nanoServer({ limits: { answerTimeoutMs: 50 } }, hermes));
  expect(events.at(-1)).toMatchObject({ type: "response.failed", response: { error: { code: "server_error" } } });
});

test("no body gives a 500", async () => {
  const names = responsesTable.fields.filter(({ status }) => status === "honoured").map(({ name }) => name);
  const item = fc.dictionary(
    fc.constantFrom("type", "role", "content", "call_id", "name", "arguments", "output", "summary"),
    fc.oneof(
      fc.constantFrom<unknown>(
        "message",
        "user",
        "assistant",
        "reasoning",
        "function_call",
        "function_call_output",
        "a",
      ),
      fc.constantFrom<unknown>([], [{ type: "input_text", text: "a" }], [{ type: "reasoning_text", text: "a" }], null),
    ),
  );
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>(true, false, 0, 1, -1, 0.5, "", "none", "auto", [], {}, { effort: "low" }),
    fc.array(item, { maxLength: 3 }),
  );
  const entries = fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 3 });
  const bodies = fc.tuple(fc.oneof(fc.constant("Hi"), fc.array(item, { maxLength: 4 })), entries);
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(bodies, async ([input, more]) => {
      const response = await nano.post(path, { max_output_tokens: 2, input, ...Object.fromEntries(more) });
      const text = await response.text();
      if (response.status === 200) answered++;
      else {
        expect([400, 404]).toContain(response.status);
        expect(JSON.parse(text)).toEqual({
          error: {
            message: expect.any(String),
            type: expect.any(String),
            param: expect.toSatisfy(isName),
            code: expect.anything(),
          },
        });
      }
    }),
    { seed: 11, numRuns: 300 },
  );
  expect(answered).toBeGreaterThan(20);
});

function isName(param: unknown): boolean {
  return param === null || typeof param === "string";
}
