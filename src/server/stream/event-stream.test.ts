import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HermesError } from "../../errors.ts";
import { ApiError, badRequest } from "../api-error.ts";
import type { Route } from "../contract.ts";
import type { GivenServerOptions } from "../resolve-options.ts";
import { RawSocket, renderRequest } from "../testing/raw-socket.ts";
import { serveRoutes } from "../testing/serve-routes.ts";
import { createEventStream } from "./event-stream.ts";
import type { SseEvent } from "./sse-event.ts";

/** Streams events of a test, and knows whether their source was closed. */
function streamed(events: (signal: AbortSignal) => AsyncGenerator<SseEvent>) {
  const closed = Promise.withResolvers<void>();
  async function* watched(signal: AbortSignal) {
    try {
      yield* events(signal);
    } finally {
      closed.resolve();
    }
  }
  const route: Route = {
    method: "GET",
    path: "/events",
    summary: "",
    takesPlace: true,
    handle: (request, server) => createEventStream(watched(request.signal), request, server),
  };
  return { route, closed: closed.promise };
}

async function textOf(events: (signal: AbortSignal) => AsyncGenerator<SseEvent>, given: GivenServerOptions = {}) {
  const { url, core } = await serveRoutes([streamed(events).route], given);
  const response = await fetch(`${url}/events`);
  const text = await response.text();
  await core.idle();
  expect(core.admission.running).toBe(0);
  return { response, text };
}

// biome-ignore lint/correctness/useYield: no event ever comes.
async function* silent(signal: AbortSignal): AsyncGenerator<SseEvent> {
  await forever(signal);
}

// biome-ignore lint/correctness/useYield: it fails before.
async function* failing(error: Error, waitMs: number): AsyncGenerator<SseEvent> {
  await sleep(waitMs);
  throw error;
}

/** Waits until the signal fires, as an engine without tokens does. */
const forever = (signal: AbortSignal) => once(signal, "abort").catch(() => {});

describe("what is written", () => {
  test("events with and without names, comments, and the last word", async () => {
    const { response, text } = await textOf(async function* () {
      yield { data: { text: "a\nb" } };
      yield { event: "response.created", data: { n: 1 } };
      yield { comment: "two\nlines" };
      yield { data: "[DONE]" };
    });
    expect(text).toBe(
      'data: {"text":"a\\nb"}\n\nevent: response.created\ndata: {"n":1}\n\n: two lines\n\ndata: [DONE]\n\n',
    );
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    expect(response.headers.get("x-request-id")).toMatch(/^req_/);
  });

  test("whatever the data are, they come back in order", async () => {
    const pause = fc.constantFrom("none", "microtask", "turn");
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.json(), pause), { maxLength: 30 }), async (items) => {
        const { text } = await textOf(async function* () {
          for (const [data, wait] of items) {
            if (wait === "microtask") await null;
            if (wait === "turn") await sleep(0);
            yield { data: JSON.parse(data) };
          }
        });
        const lines = text.split("\n\n").slice(0, -1);
        expect(lines).toEqual(items.map(([data]) => `data: ${JSON.stringify(JSON.parse(data))}`));
      }),
      { numRuns: 25, seed: 5 },
    );
  });

  test("events of one turn are one piece, and the first does not wait for the second", async () => {
    const second = Promise.withResolvers<void>();
    const { route } = streamed(async function* () {
      for (const n of [1, 2, 3]) yield { data: n };
      await second.promise;
      yield { data: 4 };
    });
    const { port } = await serveRoutes([route]);
    const client = await RawSocket.open(port);
    client.write(renderRequest("GET /events"));
    // Chunked encoding shows what was written at once.
    expect(await client.until(/data: 3/)).toMatch(/\r\n1b\r\ndata: 1\n\ndata: 2\n\ndata: 3\n\n\r\n$/);
    second.resolve();
    await client.until(/\r\n9\r\ndata: 4\n\n\r\n0\r\n/);
  });
});

describe("failures", () => {
  test("before the first event: a status of their own", async () => {
    const tooLong = new HermesError("context-exceeded", "Too long.", { promptTokens: 2, contextLength: 1 });
    const { response, text } = await textOf(() => failing(tooLong, 0));
    expect(response.status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ error: { code: "context_length_exceeded" } });
  });

  test("later: one event, no last word, and nothing of ours in it", async () => {
    const reasons: unknown[] = [];
    const log = { info() {}, warn() {}, error: (facts: object) => void reasons.push(facts) };
    const { response, text } = await textOf(
      async function* () {
        yield { data: 1 };
        throw new Error("secret path");
      },
      { log },
    );
    expect(response.status).toBe(200);
    expect(text).toMatch(/^data: 1\n\ndata: \{"error":\{"message":"The server failed to answer."[^\n]*\}\}\n\n$/);
    expect(reasons).toMatchObject([{ reason: expect.stringContaining("secret path") }]);
  });

  test("in a spelling of the route's own", async () => {
    const route: Route = {
      method: "GET",
      path: "/events",
      summary: "",
      handle: (request, server) =>
        createEventStream(events(), request, server, {
          renderFailure: ({ message }) => ({ event: "response.failed", data: { message } }),
        }),
    };
    async function* events(): AsyncGenerator<SseEvent> {
      yield { data: 1 };
      throw badRequest("No.", null);
    }
    const { url } = await serveRoutes([route]);
    const text = await (await fetch(`${url}/events`)).text();
    expect(text).toContain('event: response.failed\ndata: {"message":"No."}\n\n');
  });

  test("a server that gives up says so in the stream", async () => {
    const { route, closed } = streamed(async function* (signal) {
      yield { data: 1 };
      await forever(signal);
      yield { data: "lost" };
    });
    const { core, url } = await serveRoutes([route]);
    const response = await fetch(`${url}/events`);
    core.abortAll(new ApiError("Stopping.", { status: 503, type: "unavailable_error" }));
    expect(await response.text()).toMatch(/^data: 1\n\ndata: \{"error":\{"message":"Stopping\."[^\n]*\n\n$/);
    await closed;
  });

  test("an answer that takes too long is ended", async () => {
    const slow = async function* (signal: AbortSignal): AsyncGenerator<SseEvent> {
      yield { data: 1 };
      await forever(signal);
    };
    const { text } = await textOf(slow, { limits: { answerTimeoutMs: 30 } });
    expect(text).toContain('"code":"answer_timeout"');
    const { response } = await textOf(silent, { limits: { answerTimeoutMs: 30 } });
    expect(response.status).toBe(504);
  });
});

describe("silence", () => {
  test("before and between events there are pings, and none after", async () => {
    const { response, text } = await textOf(
      async function* () {
        await sleep(90);
        yield { data: 1 };
        await sleep(90);
        yield { data: 2 };
      },
      { defaults: { pingMs: 25 } },
    );
    expect(response.status).toBe(200);
    expect(text).toMatch(/^(: ping\n\n){2,3}data: 1\n\n(: ping\n\n){2,3}data: 2\n\n$/);
  });

  test("a failure behind a ping is an event", async () => {
    const { response, text } = await textOf(() => failing(badRequest("Too late to be a status.", null), 60), {
      defaults: { pingMs: 20 },
    });
    expect(response.status).toBe(200);
    expect(text).toMatch(/^(: ping\n\n)+data: \{"error"/);
  });
});

describe("readers", () => {
  const big = "x".repeat(4096);

  /** Events without end; counts those that were asked for. */
  function endless() {
    const counter = { events: 0 };
    const source = streamed(async function* () {
      for (;;) {
        counter.events++;
        yield { data: big };
      }
    });
    return { counter, ...source };
  }

  /** Resolves when nothing more is asked for, although time passes. */
  async function standstill(counter: { readonly events: number }): Promise<number> {
    for (let before = -1; before !== counter.events; ) {
      before = counter.events;
      await sleep(100);
    }
    return counter.events;
  }

  test("one who does not read is given no more than the sockets hold, and goes on where it stopped", async () => {
    const { counter, route, closed } = endless();
    const { port } = await serveRoutes([route]);
    const client = await RawSocket.open(port);
    client.socket.pause();
    client.write(renderRequest("GET /events"));
    const first = await standstill(counter);
    // Kernels hold a few megabytes of a connection at most.
    expect(first).toBeGreaterThan(10);
    expect(first * big.length).toBeLessThan(32 * 1024 * 1024);
    client.socket.resume();
    while (counter.events < 2 * first) await once(client.socket, "data");
    client.socket.destroy();
    await closed;
  });

  test("one who stalls is cut off, and its source closed", async () => {
    const { route, closed } = endless();
    const { core, port } = await serveRoutes([route], { limits: { stalledReaderMs: 300 } });
    const client = await RawSocket.open(port);
    client.socket.pause();
    client.write(renderRequest("GET /events"));
    await closed;
    await core.idle();
    expect(core.admission.running).toBe(0);
    client.socket.resume();
    await client.closed;
  });

  test("silence is not stalling", async () => {
    const { text } = await textOf(
      async function* () {
        yield { data: 1 };
        await sleep(200);
        yield { data: 2 };
      },
      { limits: { stalledReaderMs: 50 } },
    );
    expect(text).toContain("data: 2");
  });

  test("one who leaves closes the source, while it is silent, too", async () => {
    const { route, closed } = streamed(async function* (signal) {
      yield { data: 1 };
      await forever(signal);
    });
    const { core, port } = await serveRoutes([route]);
    const client = await RawSocket.open(port);
    client.write(renderRequest("GET /events"));
    await client.until(/data: 1/);
    expect(core.admission.running).toBe(1);
    client.socket.destroy();
    await closed;
    await core.idle();
    expect(core.admission.running).toBe(0);
  });

  test("one who leaves before the first event closes the source", async () => {
    const { route, closed } = streamed(silent);
    const { core, port } = await serveRoutes([route]);
    const client = await RawSocket.open(port);
    client.write(renderRequest("GET /events"));
    while (core.admission.running === 0) await sleep(5);
    client.socket.destroy();
    await closed;
    await core.idle();
    expect(core.admission.running).toBe(0);
  });

  test("in process, too: a body that is cancelled closes the source", async () => {
    const { createApp } = await import("../app/create-app.ts");
    const { counter, route, closed } = endless();
    const { core } = await serveRoutes([]);
    const response = await createApp(core, [route]).request("http://localhost/events");
    const reader = response.body!.getReader();
    await reader.read();
    const asked = await standstill(counter);
    expect(asked).toBeLessThan(20);
    await reader.cancel();
    await closed;
    await core.idle();
    expect(core.admission.running).toBe(0);
  });
});
