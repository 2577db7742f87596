import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { question } from "../../testing/conversations.ts";
import { events, jsonReply, type Script, ScriptedEndpoint, type ScriptedReply } from "../testing/scripted-endpoint.ts";
import { collectParts, failureOf, startBackend } from "../testing/start-backend.ts";

const role = { choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }] };
const word = (content: string) => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
const end = { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] };
const usage = { choices: [], usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 } };
const good: ScriptedReply = { pieces: events(role, word("Hel"), word("lo"), end, usage, "[DONE]") };

/** Answers one after the other; the last one for good. */
function inTurn(...replies: readonly (ScriptedReply | null)[]): Script {
  let count = 0;
  return () => replies[Math.min(count++, replies.length - 1)]!;
}

const text = (parts: Awaited<ReturnType<typeof collectParts>>) =>
  parts.map((part) => (part.type === "text-delta" ? part.text : "")).join("");

describe("what is asked again before the first token", () => {
  const failures: readonly [name: string, reply: ScriptedReply | null][] = [
    ["a connection dropped without a reply", null],
    ["status 503", jsonReply({ error: { message: "Loading model", code: 503 } }, 503)],
    ["status 429 with retry-after 0", jsonReply({ error: { message: "slow down" } }, 429, { "retry-after": "0" })],
    ["HTML with status 502", { status: 502, headers: { "content-type": "text/html" }, pieces: ["<html>bad gateway"] }],
    ["a stream that breaks behind its role", { pieces: events(role), ending: "drop" }],
    ["a stream that ends behind its role", { pieces: events(role) }],
    ["a stream of nothing", { pieces: [] }],
    ["an error object with status 200", jsonReply({ error: { message: "overloaded", code: 503 } })],
    ["an error event without a code", { pieces: events(role, { error: { message: "cuda" } }) }],
  ];
  test.each(failures)("%s", async (_name, reply) => {
    const { backend, endpoint } = await startBackend(inTurn(reply, reply, good));
    expect(text(await collectParts(backend))).toBe("Hello");
    expect(endpoint.questions).toHaveLength(3);
  });

  test("not for ever", async () => {
    const { backend, endpoint } = await startBackend(inTurn(jsonReply({ error: "down" }, 500)));
    expect((await failureOf(collectParts(backend))).facts).toMatchObject({ reason: "server-error", status: 500 });
    expect(endpoint.questions).toHaveLength(3);
  });

  test("not where the endpoint wants to be left alone for long", async () => {
    const { backend, endpoint } = await startBackend(inTurn(jsonReply({}, 429, { "retry-after": "120" })));
    const { facts } = await failureOf(collectParts(backend));
    expect(facts).toMatchObject({ reason: "rate-limited", status: 429, retryAfterMs: 120_000 });
    expect(endpoint.questions).toHaveLength(1);
  });
});

describe("what is told at once", () => {
  const html = { headers: { "content-type": "text/html" }, pieces: ["<!doctype html><title>Welcome</title>"] };
  const cases: readonly [name: string, reply: ScriptedReply, facts: object, message: RegExp][] = [
    [
      "a bad key",
      jsonReply({ error: { message: "bad key" } }, 401),
      { reason: "unauthorised", status: 401 },
      /bad key.*API key/,
    ],
    ["no right", jsonReply({ error: "no" }, 403), { reason: "unauthorised", status: 403 }, /"no"/],
    ["an unknown route", jsonReply({ detail: "Not Found" }, 404), { reason: "not-found" }, /Not Found.*\/v1/],
    ["a bad field", jsonReply({ message: "top_k" }, 400), { reason: "rejected", status: 400 }, /top_k/],
    ["not built", jsonReply({}, 501), { reason: "rejected", status: 501 }, /501/],
    ["HTML", html, { reason: "not-the-protocol" }, /text\/html.*Welcome.*\/v1/],
    [
      "no content type",
      { headers: { "content-type": "" }, pieces: ["hi"] },
      { reason: "not-the-protocol" },
      /no content type/,
    ],
    ["an encoding", { ...good, headers: { "content-encoding": "gzip" } }, { reason: "not-the-protocol" }, /gzip/],
    ["a JSON list", jsonReply([1]), { reason: "not-the-protocol" }, /expected a JSON object/],
    [
      "a bad request in the stream",
      { pieces: events({ error: { message: "too long", code: 400 } }) },
      { reason: "rejected" },
      /too long/,
    ],
    ["a plain string as error", jsonReply({ error: "broken", code: 1 }, 400), { reason: "rejected" }, /broken/],
    ["no JSON in the stream", { pieces: events("{not json}") }, { reason: "not-the-protocol" }, /not json/],
  ];
  test.each(cases)("%s", async (_name, reply, facts, message) => {
    const { backend, endpoint } = await startBackend(inTurn(reply));
    const error = await failureOf(collectParts(backend));
    expect(error.facts).toMatchObject({ ...facts, url: `${endpoint.baseUrl}/chat/completions` });
    expect(error.message).toMatch(message);
    expect(endpoint.questions).toHaveLength(1);
  });

  test("a long or secret reply is quoted short and clean", async () => {
    const reply = jsonReply({ error: { message: `key sk-secret-of-the-test is bad ${"x".repeat(5000)}` } }, 400);
    const { backend } = await startBackend(inTurn(reply));
    const { message } = await failureOf(collectParts(backend));
    expect(message).toMatch(/key \[key\] is bad x+…/);
    expect(message.length).toBeLessThan(600);
  });
});

describe("an answer that breaks off", () => {
  const begun = events(role, word("Hel"));
  test.each<[string, ScriptedReply, object]>([
    ["the connection drops", { pieces: begun, ending: "drop" }, { reason: "cut" }],
    ["the stream ends without a reason", { pieces: begun }, { reason: "cut" }],
    [
      "an error event",
      { pieces: [...begun, ...events({ error: { message: "out of memory" } })] },
      { reason: "server-error" },
    ],
    ["no JSON", { pieces: [...begun, "data: {\n\n"] }, { reason: "not-the-protocol" }],
  ])("%s: what came is given, and the question is not asked again", async (_name, reply, facts) => {
    const { backend, endpoint } = await startBackend(inTurn(reply, good));
    let seen = "";
    const reading = (async () => {
      for await (const part of backend.stream(question)) if (part.type === "text-delta") seen += part.text;
    })();
    expect((await failureOf(reading)).facts).toMatchObject(facts);
    expect(seen).toBe("Hel");
    expect(endpoint.questions).toHaveLength(1);
  });

  test.each<[string, ScriptedReply]>([
    ["without [DONE]", { pieces: events(role, word("Hello"), end) }],
    ["with a dropped connection behind its reason", { pieces: events(role, word("Hello"), end), ending: "drop" }],
    ["with [DONE] and no reason", { pieces: events(role, word("Hello"), "[DONE]") }],
    ["with two reasons", { pieces: events(role, word("Hello"), end, end, usage, "[DONE]") }],
    [
      "with a reply of one object",
      jsonReply({ choices: [{ index: 0, message: { content: "Hello" }, finish_reason: "stop" }] }),
    ],
  ])("%s is whole", async (_name, reply) => {
    const { backend } = await startBackend(inTurn(reply));
    const parts = await collectParts(backend);
    expect(text(parts)).toBe("Hello");
    expect(parts.at(-1)).toMatchObject({ type: "finish", reason: "stop", raw: "Hello" });
  });
});

describe("redirects", () => {
  const to = (status: number, location: string): ScriptedReply => ({ status, headers: { location }, pieces: [] });

  test("within the origin, with the question", async () => {
    const { backend, endpoint } = await startBackend(({ path }) =>
      path.includes("moved") ? good : to(307, "/v1/moved"),
    );
    expect(text(await collectParts(backend))).toBe("Hello");
    expect(endpoint.requests.at(-1)).toMatchObject({ method: "POST", path: "/v1/moved" });
    expect(endpoint.questions).toHaveLength(2);
  });

  test("to another origin no key is sent", async () => {
    const stranger = await ScriptedEndpoint.start(() => good);
    onTestFinished(() => stranger.close());
    const { backend } = await startBackend(() => to(308, `${stranger.baseUrl}/chat/completions`));
    const error = await failureOf(collectParts(backend));
    expect(error.facts).toMatchObject({ reason: "redirected", status: 308 });
    expect(error.message).toContain(stranger.baseUrl);
    expect(stranger.requests).toEqual([]);
  });

  test.each<[string, ScriptedReply, RegExp]>([
    ["that lose the question", to(302, "/v1/other"), /only 307 and 308/],
    ["without a target", { status: 307, pieces: [] }, /without saying where/],
    ["without end", to(307, "/v1/chat/completions"), /more than 3 times/],
  ])("%s are refused", async (_name, reply, message) => {
    const { backend } = await startBackend(() => reply);
    expect((await failureOf(collectParts(backend))).message).toMatch(message);
  });
});

describe("time", () => {
  async function* slowly(pieces: readonly string[], ms: number) {
    for (const piece of pieces) {
      yield piece;
      await wait(ms);
    }
  }

  test("pings are no first token", async () => {
    const pings = () => ({ pieces: slowly(Array(100).fill(": ping\n\n"), 10) });
    const { backend, endpoint } = await startBackend(pings, { timeouts: { firstTokenMs: 60 } });
    const error = await failureOf(collectParts(backend));
    expect(error.facts.reason).toBe("timeout");
    expect(error.message).toMatch(/the first token did not come within 60 ms/);
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
    expect(text(await collectParts(backend))).toBe("Hello");
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
    expect(text(await collectParts(backend))).toBe("Hello");
    expect(text(await collectParts(backend))).toBe("Hello");
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
    expect(text(await collectParts(backend))).toBe("Hello");
    expect(tunnels).toContain(new URL(endpoint.baseUrl).host);
    const before = tunnels.length;
    const exempt = await startBackend(() => good, { proxy: { http, noProxy: "127.0.0.1" } });
    expect(text(await collectParts(exempt.backend))).toBe("Hello");
    expect(tunnels).toHaveLength(before);
  });
});
