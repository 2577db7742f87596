import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { HermesError } from "../errors.ts";
import { Hermes } from "../hermes.ts";
import { type GivenServerOptions, resolveServerOptions } from "./resolve-options.ts";
import { type LoadModel, type RunningServer, startServer } from "./start-server.ts";

async function start(given: GivenServerOptions = {}, load: LoadModel = () => Hermes.load()): Promise<RunningServer> {
  const server = await startServer(resolveServerOptions({ port: 0, ...given }), load);
  onTestFinished(() => server.stop());
  return server;
}

function ask(server: RunningServer, fields: object, signal?: AbortSignal): Promise<Response> {
  return fetch(`${server.url}v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ messages: [{ role: "user", content: "Count to a hundred." }], temperature: 0, ...fields }),
    ...(signal && { signal }),
  });
}

/** A stream that runs until the context is full: end-of-turn tokens are forbidden. */
const endless = { stream: true, logit_bias: { 1518: -100, 1512: -100, 1513: -100, 1514: -100 } };

const json = async (response: Response) => (await response.json()) as Record<string, unknown>;

describe("while the model loads", () => {
  test("the server answers; what needs the model is 503 with the way it has come", async () => {
    const go = Promise.withResolvers<void>();
    const server = await start({}, async (onProgress) => {
      onProgress({ stage: "weights", loadedBytes: 30, totalBytes: 120 });
      await go.promise;
      return Hermes.load();
    });
    expect((await fetch(`${server.url}health`)).status).toBe(200);
    const ready = await fetch(`${server.url}ready`);
    expect(ready.status).toBe(503);
    expect(ready.headers.get("retry-after")).toBe("2");
    expect(await json(ready)).toEqual({
      error: { message: "Loading model", type: "unavailable_error", param: null, code: 503 },
      status: "loading",
      progress: { stage: "weights", done: 30, total: 120 },
    });
    for (const response of [await fetch(`${server.url}v1/models`), await ask(server, {})]) {
      expect(response.status).toBe(503);
      expect(response.headers.get("x-should-retry")).toBe("true");
      expect(await json(response)).toMatchObject({ error: { code: 503, message: "Loading model" } });
    }
    go.resolve();
    await server.loaded;
    expect((await fetch(`${server.url}ready`)).status).toBe(200);
    expect((await ask(server, { max_tokens: 2 })).status).toBe(200);
  });

  test("a model that cannot be loaded is told to the starter, and clients are told to stop asking", async () => {
    const error = new HermesError("file-missing", "No such folder: /home/secret", { path: "/home/secret" });
    const server = await start({}, () => Promise.reject(error));
    await expect(server.loaded).rejects.toBe(error);
    const ready = await fetch(`${server.url}ready`);
    expect([ready.status, ready.headers.get("x-should-retry")]).toEqual([503, "false"]);
    const text = await ready.text();
    expect(text).toContain('"status":"failed"');
    expect(text).not.toContain("secret");
  });

  test("a server that stops disposes the model that comes after it", async () => {
    const go = Promise.withResolvers<void>();
    const hermes = await Hermes.load();
    const server = await start({ shutdownMs: 20 }, async () => {
      await go.promise;
      return hermes;
    });
    await server.stop();
    go.resolve();
    await server.loaded;
    await expect(hermes.chat({ messages: [{ role: "user", content: "Hi" }] })).rejects.toMatchObject({
      code: "disposed",
    });
  });
});

describe("stopping", () => {
  test("lets running answers end, refuses new ones, disposes the model", async () => {
    const server = await start();
    await server.loaded;
    const hermes = server.context.hermes();
    const answer = await ask(server, { ...endless, max_tokens: 120 });
    const stopping = server.stop();
    const late = await ask(server, {});
    expect([late.status, late.headers.get("connection")]).toEqual([503, "close"]);
    expect((await fetch(`${server.url}ready`)).status).toBe(503);
    const text = await answer.text();
    expect(text).toContain('"finish_reason":"length"');
    expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
    await stopping;
    await expect(fetch(`${server.url}health`)).rejects.toThrow();
    await expect(hermes.chat({ messages: [{ role: "user", content: "Hi" }] })).rejects.toMatchObject({
      code: "disposed",
    });
  });

  test("ends answers that take too long with an error in their streams", async () => {
    const server = await start({ shutdownMs: 50 });
    await server.loaded;
    const answer = await ask(server, endless);
    const begin = performance.now();
    const [text] = await Promise.all([answer.text(), server.stop()]);
    expect(text).toMatch(/data: \{"error":\{"message":"The server is stopping\."[^\n]*\n\n$/);
    expect(performance.now() - begin).toBeLessThan(2000);
  });

  test("does not wait for connections that nobody uses, and may be asked twice", async () => {
    const server = await start();
    await fetch(`${server.url}health`);
    const begin = performance.now();
    await Promise.all([server.stop(), server.stop()]);
    expect(performance.now() - begin).toBeLessThan(2000);
  });
});

test("places are given in turn: the engine never has more answers than there are places", async () => {
  const server = await start({ limits: { runningRequests: 2, queuedRequests: 3 } });
  await server.loaded;
  const answers = Array.from({ length: 8 }, () => ask(server, { max_tokens: 30 }));
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, server.context.hermes().stats()?.running ?? 0);
  }, 1);
  const responses = await Promise.all(answers);
  clearInterval(watch);
  const statuses = responses.map(({ status }) => status).sort();
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(5);
  expect(statuses.every((status) => status === 200 || status === 429)).toBe(true);
  expect(most).toBeLessThanOrEqual(2);
  for (const refused of responses.filter(({ status }) => status === 429)) {
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(refused.headers.get("x-should-retry")).toBe("true");
  }
});

test("a client that leaves frees its sequence within a step, streamed or whole", async () => {
  const server = await start();
  await server.loaded;
  const running = () => server.context.hermes().stats()?.running;
  for (const stream of [true, false]) {
    const gone = new AbortController();
    const answer = ask(server, { ...endless, stream }, gone.signal).catch(() => null);
    while (running() === 0) await sleep(1);
    if (stream) await (await answer)?.body?.getReader().read();
    gone.abort();
    await answer;
    const begin = performance.now();
    while (running() !== 0) await sleep(1);
    expect(performance.now() - begin).toBeLessThan(500);
  }
});

test("an address that is taken, and one that is none, are the starter's mistake", async () => {
  const blocker = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => blocker.once("listening", resolve));
  onTestFinished(() => void blocker.close());
  const { port } = blocker.address() as { port: number };
  const never: LoadModel = () => Promise.reject(new Error("must not be loaded"));
  await expect(start({ port }, never)).rejects.toMatchObject({ code: "usage", facts: { argument: "port" } });
  const elsewhere = start({ host: "192.0.2.1", withoutKeys: true }, never);
  await expect(elsewhere).rejects.toMatchObject({ code: "usage", facts: { argument: "host" } });
});
