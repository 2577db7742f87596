import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createApp } from "../app/create-app.ts";
import { ServerCore } from "../app/server-core.ts";
import type { Route } from "../contract.ts";
import { type GivenServerOptions, resolveServerOptions } from "../resolve-options.ts";

const sha256 = (key: string) => createHash("sha256").update(key).digest("hex");
const keys = [
  { name: "anna", sha256: sha256("key-of-anna") },
  { name: "berta", sha256: sha256("key-of-berta") },
];

/** Says who asks. */
const whoami: Route = {
  method: "POST",
  path: "/whoami",
  summary: "",
  handle: ({ caller }) => Response.json({ name: caller.keyName, salt: caller.cacheSalt ?? null }),
};
const open: Route = { method: "GET", path: "/open", summary: "", open: true, handle: () => Response.json({}) };

function appOf(given: GivenServerOptions) {
  return createApp(new ServerCore(resolveServerOptions(given)), [whoami, open]);
}

async function ask(given: GivenServerOptions, headers: Record<string, string>, method = "POST"): Promise<Response> {
  const all = { host: "localhost:8000", "content-type": "application/json", ...headers };
  const init = method === "POST" ? { method, headers: all, body: "{}" } : { method, headers: all };
  return await appOf(given).request("http://localhost:8000/whoami", init);
}

describe("the Host header", () => {
  const remote = { host: "0.0.0.0", keys };
  const remoteOpen = { host: "0.0.0.0", withoutKeys: true };
  test.each<[name: string, given: GivenServerOptions, host: string, allowed: boolean]>([
    ["loopback", {}, "localhost", true],
    ["loopback", {}, "LOCALHOST:8000", true],
    ["loopback", {}, "127.0.0.1:9", true],
    ["loopback", {}, "[::1]:8000", true],
    ["loopback", {}, "evil.example", false],
    ["loopback", {}, "localhost.evil.example:8000", false],
    ["loopback", {}, "127.0.0.1.evil.example", false],
    ["loopback", {}, "192.168.1.7", false],
    ["loopback", {}, "localhost:8000@evil.example", false],
    ["loopback", {}, "", false],
    ["loopback, the bound address", { host: "127.0.0.2" }, "127.0.0.2:8000", true],
    ["loopback, a name allowed", { allowedHosts: ["hermes.example"] }, "Hermes.Example", true],
    ["loopback, another name allowed", { allowedHosts: ["hermes.example"] }, "evil.example", false],
    ["loopback with keys", { keys }, "evil.example", false],
    ["all addresses, keys", remote, "any.example", true],
    ["all addresses, keys and names", { ...remote, allowedHosts: ["hermes.example"] }, "any.example", false],
    ["all addresses, keys and names", { ...remote, allowedHosts: ["hermes.example"] }, "192.168.1.7:8000", true],
    ["all addresses, no keys", remoteOpen, "any.example", false],
    ["all addresses, no keys", remoteOpen, "192.168.1.7:8000", true],
    ["all addresses, no keys", { ...remoteOpen, allowedHosts: ["hermes"] }, "hermes:8000", true],
  ])("%s: %o hears %s: %s", async (_name, given, host, allowed) => {
    const headers = { host, authorization: "Bearer key-of-anna" };
    const response = await ask(given, headers);
    expect(response.status).toBe(allowed ? 200 : 403);
    if (!allowed) expect(await response.json()).toMatchObject({ error: { code: "host_not_allowed" } });
  });
});

describe("the Origin header", () => {
  const named = { corsOrigins: ["https://app.example"] };
  test.each<[given: GivenServerOptions, origin: string | null, status: number, shared: boolean]>([
    [{}, null, 200, false],
    [{}, "http://localhost:8000", 200, false],
    [{}, "https://localhost:8000", 200, false],
    [{}, "http://localhost:3000", 403, false],
    [{}, "https://evil.example", 403, false],
    [{}, "null", 403, false],
    [named, "https://app.example", 200, true],
    [named, "http://app.example", 403, false],
    [named, "https://app.example:444", 403, false],
    [named, "https://evil.app.example", 403, false],
    [named, "https://evil.example", 403, false],
  ])("%o, %s: %i", async (given, origin, status, shared) => {
    const response = await ask(given, origin === null ? {} : { origin });
    expect(response.status).toBe(status);
    expect(response.headers.get("access-control-allow-origin")).toBe(shared ? origin : null);
    expect(response.headers.get("vary")).toBe(shared ? "origin" : null);
  });

  test("a page of a named origin reads failures, too", async () => {
    const response = await ask({ ...named, keys }, { origin: "https://app.example" });
    expect(response.status).toBe(401);
    expect(response.headers.get("access-control-allow-origin")).toBe("https://app.example");
  });

  test("preflights are answered for named origins, without a key", async () => {
    const preflight = (origin: string) =>
      ask(
        { ...named, keys },
        {
          origin,
          "access-control-request-method": "POST",
          "access-control-request-headers": "authorization,content-type,x-stainless-lang",
        },
        "OPTIONS",
      );
    const allowed = await preflight("https://app.example");
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://app.example");
    expect(allowed.headers.get("access-control-allow-methods")).toBe("GET, POST");
    expect(allowed.headers.get("access-control-allow-headers")).toContain("x-stainless-lang");
    const refused = await preflight("https://evil.example");
    expect(refused.status).toBe(403);
    expect(refused.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("keys", () => {
  test.each<[headers: Record<string, string>, name: string | null]>([
    [{ authorization: "Bearer key-of-anna" }, "anna"],
    [{ authorization: "bearer  key-of-berta" }, "berta"],
    [{ "x-api-key": "key-of-berta" }, "berta"],
    [{ authorization: "Bearer key-of-anna", "x-api-key": "key-of-berta" }, "anna"],
    [{}, null],
    [{ authorization: "Bearer key-of-ann" }, null],
    [{ authorization: "Bearer key-of-anna x" }, null],
    [{ authorization: "Basic key-of-anna" }, null],
    [{ authorization: "key-of-anna" }, null],
    [{ authorization: "Bearer " }, null],
    [{ authorization: `Bearer ${keys[0]!.sha256}` }, null],
    [{ "x-api-key": "" }, null],
  ])("%o is %s", async (headers, name) => {
    const response = await ask({ keys }, headers);
    if (name !== null) return expect(await response.json()).toEqual({ name, salt: `key:${name}` });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(response.headers.get("x-should-retry")).toBe("false");
    expect(await response.json()).toMatchObject({ error: { type: "authentication_error" } });
  });

  test("without keys nobody has a name, and prompts are shared", async () => {
    expect(await (await ask({}, {})).json()).toEqual({ name: null, salt: null });
    expect(await (await ask({}, { authorization: "Bearer sk-anything" })).json()).toEqual({ name: null, salt: null });
  });

  test("everything but open routes wants one, also what is not there", async () => {
    const app = appOf({ keys });
    const status = async (path: string, method = "GET") =>
      (await app.request(`http://localhost${path}`, { method })).status;
    expect(await status("/open")).toBe(200);
    expect(await status("/")).toBe(200);
    expect(await status("/whoami")).toBe(401);
    expect(await status("/nowhere")).toBe(401);
    expect(await status("/nowhere", "DELETE")).toBe(401);
  });
});
