import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Route } from "../contract.ts";
import { honoured } from "../fields/define-field.ts";
import { resolveServerOptions } from "../resolve-options.ts";
import { createEventStream } from "../stream/event-stream.ts";
import type { SseEvent } from "../stream/sse-event.ts";
import { RawSocket, renderRequest } from "../testing/raw-socket.ts";
import { serveRoutes } from "../testing/serve-routes.ts";
import { createApp } from "./create-app.ts";
import { createListener, listen } from "./listener.ts";
import { ServerCore } from "./server-core.ts";

const echo: Route = {
  method: "POST",
  path: "/echo",
  summary: "",
  body: { name: "echo", fields: [honoured("text", z.string(), "", { required: true })] },
  handle: ({ body }) => Response.json({ length: (body.text as string).length }),
};
const slow: Route = {
  method: "GET",
  path: "/slow",
  summary: "",
  handle: async () => {
    await sleep(200);
    return Response.json({ slow: true });
  },
};
const endless: Route = {
  method: "GET",
  path: "/endless",
  summary: "",
  handle: (request, server) => createEventStream(ones(request.signal), request, server),
};
async function* ones(signal: AbortSignal): AsyncGenerator<SseEvent> {
  for (; !signal.aborted; await sleep(5)) yield { data: 1 };
}
const json = { "content-type": "application/json" };
const lateCheckMs = 20;

function errorIn(text: string): { status: number; headers: string; error: Record<string, unknown> } {
  const [head = "", body = ""] = text.split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), headers: head.toLowerCase(), error: JSON.parse(body).error };
}

/** What a server answers that closes the connection behind it. */
async function refusalOf(port: number, text: string) {
  const client = await RawSocket.open(port);
  client.write(text);
  return errorIn(await client.untilClosed());
}

describe("requests that do not end", () => {
  test.each([
    ["none", ""],
    ["half of them", "POST /echo HTTP/1.1\r\nhost: localhost\r\nx-"],
  ])("slow headers are 408, in JSON: %s", async (_name, text) => {
    const { port } = await serveRoutes([echo], { limits: { headersTimeoutMs: 60 } }, lateCheckMs);
    const { status, headers, error } = await refusalOf(port, text);
    expect(status).toBe(408);
    expect(error).toMatchObject({ type: "invalid_request_error", code: 408 });
    expect(headers).toContain("x-request-id: req_");
  });

  test.each([
    ["with a length", { "content-length": "100" }, '{"text":'],
    ["in chunks", { "transfer-encoding": "chunked" }, '8\r\n{"text":\r\n'],
  ])("a slow body %s is 408", async (_name, headers, body) => {
    const { core, port } = await serveRoutes([echo], { limits: { bodyTimeoutMs: 60 } }, lateCheckMs);
    const { status, error } = await refusalOf(port, renderRequest("POST /echo", { ...json, ...headers }, body));
    expect(status).toBe(408);
    expect(error).toMatchObject({ code: "body_timeout" });
    await core.idle();
  });

  test("a client that leaves in the middle of its body is no fault of ours", async () => {
    const faults: object[] = [];
    const lines: object[] = [];
    const log = {
      info: (facts: object) => void lines.push(facts),
      warn() {},
      error: (facts: object) => void faults.push(facts),
    };
    const { core, port } = await serveRoutes([echo], { log });
    const client = await RawSocket.open(port);
    client.write(renderRequest("POST /echo", { ...json, "content-length": "100" }, '{"text":'));
    await sleep(30);
    client.socket.destroy();
    while (lines.length === 0) await sleep(5);
    await core.idle();
    expect(faults).toEqual([]);
    expect(lines).toMatchObject([{ route: "/echo", cut: true }]);
  });
});

describe("bodies", () => {
  const limits = { bodyBytes: 1000 };
  const big = JSON.stringify({ text: "x".repeat(2000) });
  test.each([
    ["by its length, unread", { "content-length": String(big.length) }, ""],
    ["while it is read", { "transfer-encoding": "chunked" }, `${big.length.toString(16)}\r\n${big}\r\n`],
  ])("too large a body is 413, %s", async (_name, headers, body) => {
    const { port } = await serveRoutes([echo], { limits });
    const client = await RawSocket.open(port);
    client.write(renderRequest("POST /echo", { ...json, ...headers }, body));
    const { status, error } = errorIn(await client.until(/\}\}$/));
    expect(status).toBe(413);
    expect(error).toMatchObject({ code: "body_too_large" });
  });

  test.each([
    ["a size that is none", "zz\r\n{}\r\n"],
    ["a size that is too small", '2\r\n{"text":"a"}\r\n'],
    ["endless extensions", `2;${"a".repeat(20_000)}\r\n{}\r\n`],
  ])("chunks with %s are 400, in JSON", async (_name, body) => {
    const { core, port } = await serveRoutes([echo], { limits });
    const text = renderRequest("POST /echo", { ...json, "transfer-encoding": "chunked" }, body);
    const { status, error } = await refusalOf(port, text);
    expect([400, 413]).toContain(status);
    expect(error).toMatchObject({ type: "invalid_request_error" });
    await core.idle();
  });

  test("what is broken behind a stream that has begun cuts it off without a second head", async () => {
    const { port } = await serveRoutes([endless]);
    const client = await RawSocket.open(port);
    client.write(renderRequest("GET /endless"));
    await client.until(/data: 1/);
    client.write("no request\r\n\r\n");
    expect((await client.untilClosed()).match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
  });

  test("the largest one that is allowed is read", async () => {
    const { url } = await serveRoutes([echo], { limits });
    const body = JSON.stringify({ text: "x".repeat(1000 - '{"text":""}'.length) });
    const response = await fetch(`${url}/echo`, { method: "POST", headers: json, body });
    expect([body.length, response.status]).toEqual([1000, 200]);
  });

  test.each<[type: string | null, encoding: string | null, status: number]>([
    ["application/json", null, 200],
    ["application/json; charset=utf-8", null, 200],
    ['Application/JSON ; charset="UTF-8"', null, 200],
    ["application/json", "identity", 200],
    ["application/json; charset=latin1", null, 415],
    ["application/json", "gzip", 415],
    ["text/plain", null, 415],
    ["application/x-www-form-urlencoded", null, 415],
    ["multipart/form-data; boundary=x", null, 415],
    ["application/jsonp", null, 415],
    ["text/plain; application/json", null, 415],
    [null, null, 415],
  ])("content-type %s, content-encoding %s: %i", async (type, encoding, status) => {
    const { port } = await serveRoutes([echo]);
    const client = await RawSocket.open(port);
    const headers = {
      ...(type !== null && { "content-type": type }),
      ...(encoding !== null && { "content-encoding": encoding }),
      "content-length": "12",
    };
    client.write(renderRequest("POST /echo", headers, '{"text":"x"}'));
    expect(await client.until(/\}$/)).toContain(`HTTP/1.1 ${status} `);
  });

  test.each<[name: string, body: string | Uint8Array, code: string]>([
    ["nothing", "", "invalid_json"],
    ["no JSON", "{text: 1}", "invalid_json"],
    ["half of JSON", '{"text":"x"', "invalid_json"],
    ["a list", "[]", "invalid_type"],
    ["null", "null", "invalid_type"],
    ["no UTF-8", new Uint8Array([0x22, 0xff, 0x22]), "invalid_encoding"],
    ["very deep", `{"text":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, "invalid_value"],
    ["a prototype", '{"__proto__":{"text":"x"}}', "unknown_parameter"],
    ["an unknown field", '{"text":"x","test":1}', "unknown_parameter"],
  ])("%s is 400", async (_name, body, code) => {
    const { url } = await serveRoutes([echo]);
    const response = await fetch(`${url}/echo`, {
      method: "POST",
      headers: json,
      body: typeof body === "string" ? body : Buffer.from(body),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code } });
  });

  test("unknown fields pass with a warning where the server lets them", async () => {
    const { url } = await serveRoutes([echo], { defaults: { passUnknownFields: true } });
    const body = '{"text":"x","test":1,"schön":2}';
    const response = await fetch(`${url}/echo`, { method: "POST", headers: json, body });
    expect(response.status).toBe(200);
    expect(response.headers.get("x-hermes-warning")).toContain('unknown field "test" ignored');
  });
});

describe("what is no request", () => {
  test.each<[name: string, text: string, status: number]>([
    ["no HTTP", "hello\r\n\r\n", 400],
    ["too many bytes of headers", renderRequest("GET /slow", { "x-long": "x".repeat(20_000) }), 431],
    ["a Host header that is none", renderRequest("GET /slow", { host: "a b" }), 400],
    ["no Host header", "GET /slow HTTP/1.1\r\nconnection: close\r\n\r\n", 400],
    ["an address that is none", renderRequest("GET slow", { connection: "close" }), 400],
    ["two lengths", renderRequest("POST /echo", { "content-length": "1, 2" }), 400],
    [
      "a length and chunks",
      renderRequest("POST /echo", { "content-length": "1", "transfer-encoding": "chunked" }),
      400,
    ],
  ])("%s is a JSON error", async (_name, text, expected) => {
    const { port } = await serveRoutes([echo, slow]);
    const client = await RawSocket.open(port);
    client.write(text);
    const { status, headers, error } = errorIn(await client.until(/\}\}$/));
    expect(status).toBe(expected);
    expect(headers).toContain("x-request-id: req_");
    expect(error).toMatchObject({ message: expect.any(String), type: "invalid_request_error" });
  });
});

describe("routes that are not there", () => {
  const routes = [echo, slow];
  test("404 lists those that are", async () => {
    const { url } = await serveRoutes(routes);
    const response = await fetch(`${url}/v1/embeddings`, { method: "POST", headers: json, body: "{}" });
    expect(response.status).toBe(404);
    expect(response.headers.get("x-should-retry")).toBe("false");
    const { error } = (await response.json()) as { error: Record<string, string> };
    expect(error).toMatchObject({ type: "invalid_request_error", code: "route_not_found" });
    expect(error.message).toContain("POST /echo, GET /slow");
  });

  test("405 says which methods there are", async () => {
    const { url } = await serveRoutes(routes);
    for (const method of ["GET", "DELETE", "PUT", "OPTIONS"]) {
      const response = await fetch(`${url}/echo`, { method });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    }
    expect((await fetch(`${url}/slow`, { method: "HEAD" })).status).toBe(200);
  });
});

test("a handler that throws anything at all is a 500 that says nothing, and is logged with its id", async () => {
  const faults: { id: string; reason: string }[] = [];
  const log = {
    info() {},
    warn() {},
    error: (facts: object) => void faults.push(facts as { id: string; reason: string }),
  };
  const broken: Route = {
    ...slow,
    handle: () => {
      throw new TypeError("cannot read /home/user/secret");
    },
  };
  const { url } = await serveRoutes([broken], { log });
  const response = await fetch(`${url}/slow`);
  const text = await response.text();
  expect(response.status).toBe(500);
  expect(text).not.toMatch(/secret|TypeError|at /);
  expect(faults).toMatchObject([
    { id: response.headers.get("x-request-id"), reason: expect.stringContaining("secret") },
  ]);
});

test("every answer carries an id of ours and the headers that keep pages apart", async () => {
  const { url } = await serveRoutes([slow]);
  const ids = new Set<string | null>();
  for (const path of ["/slow", "/nowhere", "/"]) {
    const { headers } = await fetch(url + path, { headers: { "x-request-id": "mine" } });
    ids.add(headers.get("x-request-id"));
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("access-control-allow-origin")).toBeNull();
  }
  expect(ids.size).toBe(3);
  expect(ids).not.toContain("mine");
});

test("a whole answer may take longer than a reader may stall, also on a connection that is used again", async () => {
  const { port } = await serveRoutes([slow], { limits: { stalledReaderMs: 60 } });
  const client = await RawSocket.open(port);
  client.write(renderRequest("GET /slow"));
  await client.until(/"slow":true\}/);
  client.write(renderRequest("GET /slow"));
  await client.until(/"slow":true\}[\s\S]*"slow":true\}/);
});

test("a reader that stalls in a large whole answer is cut off", async () => {
  const large: Route = { ...slow, handle: () => Response.json({ text: "x".repeat(32 * 1024 * 1024) }) };
  const { core, port } = await serveRoutes([large], { limits: { stalledReaderMs: 200 } });
  const client = await RawSocket.open(port);
  client.socket.pause();
  client.write(renderRequest("GET /slow"));
  await sleep(50);
  await core.idle();
  client.socket.resume();
  expect((await client.untilClosed()).length).toBeLessThan(32 * 1024 * 1024);
});

test("a connection that cannot be accepted does not end the server", async () => {
  const faults: object[] = [];
  const log = { info() {}, warn() {}, error: (facts: object) => void faults.push(facts) };
  const options = resolveServerOptions({ port: 0, log });
  const server = createListener(createApp(new ServerCore(options), [echo]), options);
  await listen(server, options);
  for (let times = 0; times < 2; times++) server.emit("error", new Error("accept EMFILE"));
  expect(faults).toEqual([{ reason: "accept EMFILE" }, { reason: "accept EMFILE" }]);
  server.close();
});

test("the log has one line a request, without words of the client", async () => {
  const lines: object[] = [];
  const log = { info: (facts: object) => void lines.push(facts), warn() {}, error() {} };
  const noting: Route = {
    ...slow,
    handle(request) {
      request.note({ tokens: 7 });
      return Response.json({});
    },
  };
  const { core, url } = await serveRoutes([noting, echo], { log });
  await fetch(`${url}/slow?secret=1`);
  await fetch(`${url}/secret-path`);
  await fetch(`${url}/echo`, { method: "POST", headers: json, body: '{"secret":1}' });
  await core.idle();
  expect(lines).toMatchObject([
    { method: "GET", route: "/slow", status: 200, ms: expect.any(Number), tokens: 7 },
    { method: "GET", route: null, status: 404 },
    { method: "POST", route: "/echo", status: 400, failure: "unknown_parameter" },
  ]);
  expect(JSON.stringify(lines)).not.toContain("secret");
});
