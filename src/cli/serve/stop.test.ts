import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { createParser } from "eventsource-parser";
import { describe, expect, onTestFinished, test } from "vitest";
import { HermesProcess, startServe } from "./test-process.ts";

const options = ["serve", "--port", "0", "--no-page", "--threads", "1", "--log-level", "silent"];

interface LongAnswer {
  /** Resolves with what the stream held once it is over. */
  readonly end: Promise<{ readonly finish: string | null; readonly error: unknown; readonly done: boolean }>;
}

/** A stream of many tokens, of which the first are there. */
async function askForMuch(url: string, maxTokens: number): Promise<LongAnswer> {
  const json = { "content-type": "application/json" };
  const ending = JSON.stringify({ content: "<|eot_id|><|end_of_text|>", parse_special: true });
  const tokenized = await fetch(`${url}/tokenize`, { method: "POST", headers: json, body: ending });
  const { tokens } = (await tokenized.json()) as { readonly tokens: readonly number[] };
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({
      model: "nano",
      messages: [{ role: "user", content: "Hi" }],
      stream: true,
      seed: 1,
      max_tokens: maxTokens,
      logit_bias: Object.fromEntries(tokens.map((token) => [token, -100])),
    }),
  });
  expect(response.status).toBe(200);
  const begun = Promise.withResolvers<void>();
  const end = readStream(response, begun.resolve);
  await begun.promise;
  return { end };
}

async function readStream(response: Response, onContent: () => void): ReturnType<() => LongAnswer["end"]> {
  let [finish, error, done] = [null as string | null, null as unknown, false];
  const parser = createParser({
    onEvent({ data }) {
      if (data === "[DONE]") {
        done = true;
        return;
      }
      const chunk = JSON.parse(data);
      error ??= chunk.error ?? null;
      finish ??= chunk.choices?.[0]?.finish_reason ?? null;
      if (chunk.choices?.[0]?.delta?.content) onContent();
    },
  });
  const decoder = new TextDecoder();
  try {
    for await (const bytes of response.body!) parser.feed(decoder.decode(bytes, { stream: true }));
  } catch (cause) {
    error ??= cause;
  }
  return { finish, error, done };
}

async function elapsedUntilExit(server: HermesProcess): Promise<{ readonly code: unknown; readonly ms: number }> {
  const start = performance.now();
  return { code: await server.exit, ms: performance.now() - start };
}

describe("a signal to stop", () => {
  test("lets a running answer end, refuses new ones, and ends with 0", async () => {
    const { process: server, url } = await startServe(options);
    const answer = await askForMuch(url, 2500);
    server.signal("SIGTERM");
    await server.waitFor(/stopping/);
    expect((await fetch(`${url}/ready`)).status).toBe(503);
    expect(await answer.end).toEqual({ finish: "length", error: null, done: true });
    expect(await server.exit).toBe(0);
  });

  test("cuts an answer off with an error in its stream when its time is over", async () => {
    const { process: server, url } = await startServe([...options, "--shutdown-ms", "50", "--compute", "exact"]);
    const answer = await askForMuch(url, 4000);
    server.signal("SIGTERM");
    expect(await answer.end).toMatchObject({
      finish: null,
      error: { message: "The server is stopping." },
      done: false,
    });
    expect(await server.exit).toBe(0);
  });

  test("twice ends the process at once, whatever runs", async () => {
    const { process: server, url } = await startServe([...options, "--compute", "exact"]);
    const answer = await askForMuch(url, 4000);
    server.signal("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 600));
    server.signal("SIGINT");
    const { code, ms } = await elapsedUntilExit(server);
    expect(code).toBe(130);
    expect(ms).toBeLessThan(2000);
    expect((await answer.end).done).toBe(false);
  });

  test("that comes twice at the same moment, as npm hands it on, counts once", async () => {
    const { process: server, url } = await startServe(options);
    const answer = await askForMuch(url, 500);
    server.signal("SIGINT");
    server.signal("SIGINT");
    expect(await answer.end).toEqual({ finish: "length", error: null, done: true });
    expect(await server.exit).toBe(0);
  });

  test("with nothing to do ends at once", async () => {
    const { process: server } = await startServe(options);
    server.signal("SIGHUP");
    const { code, ms } = await elapsedUntilExit(server);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(2000);
  });

  test("while the model is being loaded ends at once", async () => {
    // An endpoint that takes the connection and says nothing.
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    onTestFinished(() => void silent.close());
    const model = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/v1`;
    const server = new HermesProcess(["serve", "--port", "0", "--no-page", "--model", model]);
    const [, url] = await server.waitFor(/^OpenAI API +(http:\S+)\/v1$/m);
    const ready = await fetch(`${url}/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, expect.objectContaining({ status: "loading" })]);
    server.signal("SIGTERM");
    const { code, ms } = await elapsedUntilExit(server);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(2000);
  });
});
