import { describe, expect, onTestFinished, test } from "vitest";
import { question } from "../../testing/conversations.ts";
import { end, good, inTurn, role, textOf, usage, word } from "../testing/hello-answer.ts";
import { events, jsonReply, ScriptedEndpoint, type ScriptedReply } from "../testing/scripted-endpoint.ts";
import { collectParts, failureOf, startBackend } from "../testing/start-backend.ts";

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
    expect(textOf(await collectParts(backend))).toBe("Hello");
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
  ])("%s is whole", async (name, reply) => {
    const { backend } = await startBackend(inTurn(reply));
    const parts = await collectParts(backend);
    expect(textOf(parts)).toBe("Hello");
    expect(parts.at(-1)).toMatchObject({ type: "finish", reason: "stop", raw: "Hello" });
    const codes = parts.flatMap((part) => (part.type === "diagnostic" ? [part.code] : []));
    expect(codes.includes("finish-reason-missing")).toBe(name.includes("no reason"));
  });
});

describe("redirects", () => {
  const to = (status: number, location: string): ScriptedReply => ({ status, headers: { location }, pieces: [] });

  test("within the origin, with the question", async () => {
    const { backend, endpoint } = await startBackend(({ path }) =>
      path.includes("moved") ? good : to(307, "/v1/moved"),
    );
    expect(textOf(await collectParts(backend))).toBe("Hello");
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
