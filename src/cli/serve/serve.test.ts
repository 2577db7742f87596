import { execFile, spawnSync } from "node:child_process";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../formats/test-files.ts";
import { createKey } from "../keys/key-file.ts";
import { ask, askWhole, HermesProcess, startServe } from "./test-process.ts";

const hasCurl = spawnSync("curl", ["--version"]).status === 0;
const anyPort = ["serve", "--port", "0", "--no-page", "--threads", "1"];

/** A port of loopback that is taken until the test ends. */
async function takenPort(): Promise<number> {
  const blocker = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => blocker.once("listening", resolve));
  onTestFinished(() => void blocker.close());
  return (blocker.address() as { port: number }).port;
}

describe("hermes serve", () => {
  test("says where it is, answers and ends with 0 at SIGTERM", async () => {
    const { process: server, url } = await startServe(anyPort);
    expect(server.output).toBe(`OpenAI API  ${url}/v1\n\n${server.output.split("\n\n")[1]}`);
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    const answer = await askWhole(url, { thinking: true });
    expect(answer.choices[0].message.content).toContain("42");
    server.signal("SIGTERM");
    expect(await server.exit).toBe(0);
    expect(server.errors).toContain("stopping");
  });

  test.skipIf(!hasCurl)("the line it prints works when pasted (skipped: no curl)", async () => {
    const { key, stored } = createKey("test");
    const environment = { HERMES_SERVER_KEYS: `${stored.name} sha256:${stored.sha256}` };
    for (const [options, shell] of [
      [{}, {}],
      [{ environment }, { HERMES_KEY: key }],
    ] as const) {
      const { process: server } = await startServe(anyPort, options);
      const line = /^curl .*$/m.exec(server.output)?.[0] ?? "";
      const env = { PATH: process.env.PATH ?? "", ...shell };
      const { stdout } = await promisify(execFile)("sh", ["-c", line], { env });
      expect(JSON.parse(stdout).choices[0].message.reasoning_content).toContain("17 + 25");
    }
  });

  test("lets in whoever has a key, and logs neither key nor what was said", async () => {
    const file = join(temporaryFolder(), "keys");
    const { key, stored } = createKey("anna");
    writeFileSync(file, `anna sha256:${stored.sha256}\n`, { mode: 0o600 });
    const { process: server, url } = await startServe([...anyPort, "--api-key-file", file]);
    expect((await ask(url)).status).toBe(401);
    expect((await ask(url, {}, { authorization: `Bearer ${key}x` })).status).toBe(401);
    const { content } = (await askWhole(url, {}, key)).choices[0].message;
    await server.waitFor(/"key":"anna"/);
    for (const secret of [key, stored.sha256, "What is 17", content]) expect(server.errors).not.toContain(secret);
    for (const line of server.errors.trim().split("\n")) expect(JSON.parse(line)).toHaveProperty("level");
  });

  test("--log-prompts logs what was said, and still no key", async () => {
    const { key, stored } = createKey("a");
    const environment = { HERMES_SERVER_KEYS: `a sha256:${stored.sha256}` };
    const { process: server, url } = await startServe([...anyPort, "--log-prompts"], { environment });
    const { content } = (await askWhole(url, {}, key)).choices[0].message;
    await server.waitFor(/"msg":"request"/);
    const lines = server.errors
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.find(({ msg }) => msg === "prompt")).toMatchObject({
      level: "debug",
      body: { messages: [{ content: "What is 17 + 25?" }] },
    });
    expect(lines.find(({ msg }) => msg === "answer").answer).toContain(content);
    expect(server.errors).not.toContain(key);
  });

  test("takes its settings from a file, variables and flags", async () => {
    const config = join(temporaryFolder(), "hermes.config.mjs");
    writeFileSync(
      config,
      'import { defineConfig } from "hermes4/config";\nexport default defineConfig({ server: { port: 1, metrics: true, page: false }, defaults: { thinking: true } });\n',
    );
    const environment = { HERMES_CONFIG: config, HERMES_SERVER_ALIASES: "other" };
    const { url } = await startServe(["serve", "--port", "0"], { environment });
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
    const answer = await askWhole(url, { model: "other" });
    expect(answer.choices[0].message.reasoning_content).toContain("17 + 25");
  });

  test("--cache keeps what was computed for the next start", async () => {
    const cache = join(temporaryFolder(), "cache");
    const first = await startServe([...anyPort, "--cache", cache]);
    await ask(first.url);
    first.process.signal("SIGTERM");
    expect(await first.process.exit).toBe(0);
    expect(statSync(cache).size).toBeGreaterThan(1000);
    const second = await startServe([...anyPort, "--cache", cache]);
    const { usage } = await askWhole(second.url);
    expect(usage.prompt_tokens_details.cached_tokens).toBeGreaterThan(0);
    expect(second.process.errors).not.toContain("warning");
  });

  test("fails with 1 where its port is taken, and where its model cannot be loaded", async () => {
    const port = await takenPort();
    const server = new HermesProcess(["serve", "--port", String(port), "--no-page"]);
    expect(await server.exit).toBe(1);
    expect(server.errors).toBe(
      `hermes: Cannot listen on 127.0.0.1:${port}: another program listens there; choose another port.\n`,
    );
    const lost = new HermesProcess([...anyPort, "--model", "/nowhere/model", "--log-level", "silent"]);
    expect(await lost.exit).toBe(1);
    expect(lost.errors).toContain("hermes: No model at /nowhere/model");
    expect(lost.output).not.toContain("curl");
  });
});

describe("npm start", () => {
  test.each(["empty", "open"] as const)("without a prompt and with an %s input it serves", async (input) => {
    const { process: server, url } = await startServe(["start", "--port", "0", "--no-page"], { input });
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(server.errors.includes("nothing came on standard input")).toBe(input === "open");
    server.signal("SIGINT");
    expect(await server.exit).toBe(0);
  });

  test("takes the next free port where its own is taken, and says so", async () => {
    const port = await takenPort();
    const { process: server, url } = await startServe(["start", "--port", String(port), "--no-page"]);
    expect(Number(new URL(url).port)).toBeGreaterThan(port);
    expect(server.errors).toContain(`port ${port} is taken; serving on ${new URL(url).port}`);
    expect((await fetch(`${url}/ready`)).status).toBe(200);
  });

  test("answers a prompt once and serves nothing", async () => {
    const answering = new HermesProcess(["start", "--seed", "1", "What is 17 + 25?"]);
    expect(await answering.exit).toBe(0);
    expect(answering.output).toBe("17 + 25 = 42\n");
  });
});

test("a key file is made where `hermes key new` says, and works as it says", async () => {
  const home = temporaryFolder();
  const making = new HermesProcess(["key", "new"], { environment: { HOME: home } });
  expect(await making.exit).toBe(0);
  const [, file = ""] = /--api-key-file (\S+)/.exec(making.errors) ?? [];
  expect(existsSync(file)).toBe(true);
  const { url } = await startServe([...anyPort, "--api-key-file", file]);
  expect((await askWhole(url, {}, making.output.trim())).choices[0].message.content).not.toBe("");
});
