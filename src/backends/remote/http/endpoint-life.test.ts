import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { question } from "../../testing/conversations.ts";
import { end, good, textOf, word } from "../testing/hello-answer.ts";
import { events, jsonReply, type Script, type ScriptedReply } from "../testing/scripted-endpoint.ts";
import { collectParts, failureOf, startBackend } from "../testing/start-backend.ts";

describe("time", () => {
  async function* slowly(pieces: readonly string[], ms: number) {
    for (const piece of pieces) {
      yield piece;
      await wait(ms);
    }
  }

  test("pings are no first token", async () => {
    const pings = () => ({ pieces: slowly(Array(100).fill(": ping\n\n"), 10) });
    const { backend, endpoint } = await startBackend(pings, { timeouts: { firstTokenMs: 250 } });
    const error = await failureOf(collectParts(backend));
    expect(error.facts.reason).toBe("timeout");
    expect(error.message).toMatch(/the first token did not come within 250 ms/);
    expect(endpoint.questions).toHaveLength(1);
  });

  test("no reply at all", async () => {
    const { backend } = await startBackend(() => ({ pieces: [], ending: "hang" }), { timeouts: { firstTokenMs: 50 } });
    expect((await failureOf(collectParts(backend))).facts.reason).toBe("timeout");
  });

  test("silence in the middle", async () => {
    const hanging: ScriptedReply = { pieces: events(word("Hel")), ending: "hang" };
    const { backend } = await startBackend(() => hanging, { timeouts: { idleMs: 50 } });
    expect((await failureOf(collectParts(backend))).message).toMatch(
      /next piece of the answer did not come within 50 ms/,
    );
  });

  test("pings keep an answer alive", async () => {
    const pieces = [...events(word("Hel")), ...Array<string>(10).fill(": ping\n\n"), ...events(word("lo"), end)];
    const { backend } = await startBackend(() => ({ pieces: slowly(pieces, 20) }), { timeouts: { idleMs: 100 } });
    expect(textOf(await collectParts(backend))).toBe("Hello");
  });

  test("a slow reader is no silence", async () => {
    const { backend } = await startBackend(() => good, { timeouts: { idleMs: 30 } });
    let seen = "";
    for await (const part of backend.stream(question)) {
      if (part.type === "text-delta") seen += part.text;
      await wait(60);
    }
    expect(seen).toBe("Hello");
  });
});

describe("the circuit", () => {
  test("opens on a dead endpoint, and closes again when it is back", async () => {
    let dead = true;
    const script: Script = () => (dead ? jsonReply({ error: "down" }, 500) : good);
    const settings = { retry: { retries: 0 }, circuit: { failures: 2, openMs: 80 } };
    const { backend, endpoint } = await startBackend(script, settings);
    for (let failure = 0; failure < 2; failure++) await failureOf(collectParts(backend));
    const { facts } = await failureOf(collectParts(backend));
    expect(facts.reason).toBe("circuit-open");
    expect(facts.retryAfterMs).toBeGreaterThan(0);
    expect(endpoint.questions).toHaveLength(2);
    dead = false;
    await wait(100);
    expect(textOf(await collectParts(backend))).toBe("Hello");
    expect(textOf(await collectParts(backend))).toBe("Hello");
  });

  test("opening it ends the repetitions, with the failure itself", async () => {
    const settings = { retry: { retries: 9, baseDelayMs: 1 }, circuit: { failures: 3, openMs: 60_000 } };
    const { backend, endpoint } = await startBackend(() => jsonReply({ error: "down" }, 500), settings);
    expect((await failureOf(collectParts(backend))).facts.reason).toBe("server-error");
    expect(endpoint.questions).toHaveLength(3);
  });

  test("refusals do not open it", async () => {
    const settings = { circuit: { failures: 1, openMs: 60_000 } };
    const { backend, endpoint } = await startBackend(() => jsonReply({}, 400), settings);
    for (let refusal = 0; refusal < 3; refusal++) {
      expect((await failureOf(collectParts(backend))).facts.reason).toBe("rejected");
    }
    expect(endpoint.questions).toHaveLength(3);
  });
});

describe("cancelling", () => {
  test("reaches the server, and the pause before a repetition", async () => {
    let closed = false;
    async function* hanging() {
      try {
        yield* events(word("Hel"));
        for (;;) {
          await wait(5);
          yield ": ping\n\n";
        }
      } finally {
        closed = true;
      }
    }
    const { backend } = await startBackend(() => ({ pieces: hanging() }));
    const abort = new AbortController();
    for await (const part of backend.stream(question, { signal: abort.signal })) {
      if (part.type === "text-delta") abort.abort();
      if (part.type === "finish") expect(part).toMatchObject({ reason: "cancelled", raw: "Hel" });
    }
    await expect.poll(() => closed).toBe(true);

    const busy = await startBackend(() => jsonReply({}, 503), {
      retry: { baseDelayMs: 60_000, longestDelayMs: 60_000 },
    });
    const signal = AbortSignal.timeout(40);
    const parts: unknown[] = [];
    for await (const part of busy.backend.stream(question, { signal })) parts.push(part);
    expect(parts).toMatchObject([{ type: "finish", reason: "cancelled", raw: "" }]);
  });

  test.each(["chat", "completions"] as const)("what has come already is not given any more (%s)", async (mode) => {
    const chunk = (content: string) => ({ choices: [{ index: 0, delta: { content }, text: content }] });
    const pieces = [events(...Array<object>(200).fill(chunk("word "))).join("")];
    const { backend } = await startBackend(() => ({ pieces, ending: "hang" }), { mode, preset: "vllm" });
    const abort = new AbortController();
    const parts: unknown[] = [];
    for await (const part of backend.stream(question, { signal: abort.signal })) {
      parts.push(part);
      abort.abort();
    }
    expect(parts).toMatchObject([{ type: "text-delta" }, { type: "finish", reason: "cancelled", raw: "word " }]);
  });

  test("disposing ends a running answer as cancelled", async () => {
    const { backend } = await startBackend(() => ({ pieces: events(word("Hel")), ending: "hang" }));
    const parts: unknown[] = [];
    for await (const part of backend.stream(question)) {
      parts.push(part);
      if (parts.length === 1) void backend.dispose();
    }
    expect(parts.at(-1)).toMatchObject({ type: "finish", reason: "cancelled" });
  });
});

describe("the key and the proxy", () => {
  test("the key goes with every request, as bearer", async () => {
    const { backend, endpoint } = await startBackend(() => good, { headers: { "x-title": "a title" } });
    await collectParts(backend);
    expect(endpoint.requests.map(({ headers }) => headers.authorization)).toEqual(
      Array(2).fill("Bearer sk-secret-of-the-test"),
    );
    expect(endpoint.requests[1]!.headers["x-title"]).toBe("a title");
  });

  test("a proxy is asked for a tunnel, unless the host is exempt", async () => {
    const tunnels: string[] = [];
    const proxy = createServer().on("connect", (request, socket) => {
      tunnels.push(request.url ?? "");
      const { hostname, port } = new URL(`http://${request.url}`);
      const target = connect(Number(port), hostname, () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        target.pipe(socket).pipe(target);
      });
      for (const end of [socket, target]) end.on("error", () => {});
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void proxy.close());
    const http = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const { backend, endpoint } = await startBackend(() => good, { proxy: { http } });
    expect(textOf(await collectParts(backend))).toBe("Hello");
    expect(tunnels).toContain(new URL(endpoint.baseUrl).host);
    const before = tunnels.length;
    const exempt = await startBackend(() => good, { proxy: { http, noProxy: "127.0.0.1" } });
    expect(textOf(await collectParts(exempt.backend))).toBe("Hello");
    expect(tunnels).toHaveLength(before);
  });
});
