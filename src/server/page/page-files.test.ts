import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RawSocket, renderRequest } from "../testing/raw-socket.ts";
import { serveRoutes } from "../testing/serve-routes.ts";

let outside: string;
let folder: string;

beforeAll(() => {
  outside = mkdtempSync(join(tmpdir(), "hermes-page-"));
  folder = join(outside, "page");
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(outside, "secret.txt"), "secret");
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  writeFileSync(join(folder, "assets", "index-Ab_d-123.js"), "export {};");
  writeFileSync(join(folder, "assets", "plain.css"), "a{}");
  writeFileSync(join(folder, "icon.svg"), "<svg/>");
  symlinkSync(join(outside, "secret.txt"), join(folder, "link.txt"));
});
afterAll(() => rmSync(outside, { recursive: true }));

const keys = [{ name: "anna", sha256: "0".repeat(64) }];

test("the page is open to whoever has no key, and only reads from here", async () => {
  const { url } = await serveRoutes([], { pageFolder: folder, keys });
  const response = await fetch(`${url}/`);
  expect([response.status, await response.text()]).toEqual([200, "<!doctype html>"]);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-cache",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  });
  const policy = response.headers.get("content-security-policy")!;
  expect(policy.split("; ")).toContain("default-src 'self'");
  expect(policy).not.toMatch(/unsafe|http|data:|\*/);
});

test.each([
  ["/index.html", "text/html; charset=utf-8", "no-cache"],
  ["/assets/index-Ab_d-123.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"],
  ["/assets/plain.css", "text/css; charset=utf-8", "no-cache"],
  ["/icon.svg", "image/svg+xml", "no-cache"],
])("%s is %s, %s", async (path, type, cache) => {
  const { url } = await serveRoutes([], { pageFolder: folder });
  const { status, headers } = await fetch(url + path);
  expect([status, headers.get("content-type"), headers.get("cache-control")]).toEqual([200, type, cache]);
  const again = await fetch(url + path, { headers: { "if-none-match": headers.get("etag")! } });
  expect([again.status, await again.text()]).toEqual([304, ""]);
});

describe("nothing outside the folder", () => {
  test.each([
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/..\\secret.txt",
    "//secret.txt",
    "/link.txt",
    "/assets",
    "/assets/",
    "/index.html%00.js",
    "/constructor",
    "/__proto__",
  ])("%s", async (path) => {
    const { port } = await serveRoutes([], { pageFolder: folder });
    const client = await RawSocket.open(port);
    client.write(renderRequest(`GET ${path}`, { connection: "close" }));
    const text = await client.untilClosed();
    expect(text).toMatch(/^HTTP\/1\.1 (400|404) /);
    expect(text).not.toContain("\r\n\r\nsecret");
  });
});

test("HEAD has the headers alone; nothing is written to the page", async () => {
  const { url } = await serveRoutes([], { pageFolder: folder });
  const head = await fetch(`${url}/`, { method: "HEAD" });
  expect([head.status, await head.text(), head.headers.get("content-type")]).toEqual([
    200,
    "",
    "text/html; charset=utf-8",
  ]);
  expect((await fetch(`${url}/`, { method: "PUT", body: "x" })).status).toBe(404);
});

test("without a page the root says what this is", async () => {
  const { url } = await serveRoutes([], { keys });
  const response = await fetch(`${url}/`);
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
  expect(await response.text()).toContain("/openapi.json");
});
