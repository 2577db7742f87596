import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { findModel, readHubSettings } from "../hub/index.ts";
import { commitOf, ggufRepository, modelRepository, type TestRepository } from "../hub/testing/hub-files.ts";
import { type HubServer, startHubServer } from "../hub/testing/hub-server.ts";
import { readTree, temporaryFolder } from "../hub/testing/hub-test.ts";
import { runTestCli } from "./test-terminal.ts";

const entry = fileURLToPath(new URL("../../tools/hermes.ts", import.meta.url));

interface Hermes {
  readonly process: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }>;
}

/** A real `hermes` with a cache of its own. */
function hermes(hub: HubServer, home: string, ...commandArguments: string[]): Hermes {
  const env = { PATH: process.env.PATH, HOME: home, HF_HOME: join(home, "hf"), HF_ENDPOINT: hub.endpoint };
  const child = spawn(process.execPath, [entry, ...commandArguments], { env, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let [output, errors] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (output += chunk));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk));
  const ended = new Promise<{ code: number | null; output: string; errors: string }>((resolve) =>
    child.on("close", (code) => resolve({ code, output, errors })),
  );
  return { process: child, ended };
}

const name = "org/model";

function blobsOf(home: string): string {
  return join(home, "hf", "hub", "models--org--model", "blobs");
}

/** Resolves when a file that is being fetched has reached `byteLength`. */
async function waitForPart(home: string, byteLength: number): Promise<void> {
  const blobs = blobsOf(home);
  for (;;) {
    const parts = existsSync(blobs) ? readdirSync(blobs).filter((file) => file.endsWith("-part")) : [];
    const sizes = parts.map((part) => statSync(join(blobs, part), { throwIfNoEntry: false })?.size ?? 0);
    if (sizes.some((size) => size >= byteLength)) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function shardsOf({ files }: TestRepository): string[] {
  return Object.keys(files).filter((path) => path.startsWith("model-0"));
}

function expectWhole(folder: string, { files }: TestRepository): void {
  const tree = readTree(folder);
  expect(Object.keys(tree)).toContain("model-00002-of-00002.safetensors");
  for (const [path, bytes] of Object.entries(tree))
    expect(bytes.equals(files[path]?.bytes ?? Buffer.of()), path).toBe(true);
}

describe("hermes pull in a process of its own", () => {
  test.each([
    ["SIGKILL", null],
    ["SIGINT", 130],
  ] as const)("stopped by %s in the middle of a file, goes on from there", async (signal, exitCode) => {
    const repository = modelRepository(200_000);
    const hub = await startHubServer({ [name]: repository });
    const home = temporaryFolder();
    for (const shard of shardsOf(repository)) hub.faults.set(shard, [{ kind: "stall", afterBytes: 70_000 }]);
    const first = hermes(hub, home, "pull", name, "--yes");
    await waitForPart(home, 70_000);
    first.process.kill(signal);
    const stopped = await first.ended;
    expect(stopped).toMatchObject({ code: exitCode, output: "" });
    if (signal === "SIGINT") expect(stopped.errors).toContain("stopped; the same command goes on from here");
    expect(existsSync(join(home, "hf", "hub", "models--org--model", "snapshots"))).toBe(false);
    const before = hub.requests.length;
    const second = await hermes(hub, home, "pull", name).ended;
    expect(second).toMatchObject({ code: 0 });
    const ranges = hub.requests.slice(before).flatMap(({ server, range }) => (server === "storage" ? [range] : []));
    expect(ranges.filter((range) => /^bytes=\d{5,}-$/.test(range ?? "")).length).toBeGreaterThan(0);
    expectWhole(second.output.trim(), repository);
    expect(readdirSync(blobsOf(home)).filter((file) => file.endsWith("-part"))).toEqual([]);
  });

  test("killed at any moment never leaves a model that opens, and the last pull is whole", async () => {
    const repository = modelRepository(60_000);
    const hub = await startHubServer({ [name]: repository });
    const home = temporaryFolder();
    const settings = readHubSettings({ HF_HOME: join(home, "hf"), HF_ENDPOINT: hub.endpoint });
    for (const requestsBefore of [1, 4, 7, 10]) {
      for (const shard of shardsOf(repository)) hub.faults.set(shard, [{ kind: "stall", afterBytes: 9_000 }]);
      const { process: child, ended } = hermes(hub, home, "pull", name, "--yes");
      const requests = hub.requests.length;
      while (hub.requests.length < requests + requestsBefore) await new Promise((resolve) => setTimeout(resolve, 2));
      child.kill("SIGKILL");
      await ended;
      expect(findModel(name, settings)).toBeNull();
    }
    hub.faults.clear();
    const { code, output } = await hermes(hub, home, "pull", name, "--yes").ended;
    expect(code).toBe(0);
    expectWhole(output.trim(), repository);
  });

  test("twice at once fetches each file once", async () => {
    const repository = modelRepository(40_000);
    const hub = await startHubServer({ [name]: repository });
    const home = temporaryFolder();
    const { promise: until, resolve: letGo } = Promise.withResolvers<void>();
    for (const shard of shardsOf(repository)) hub.faults.set(shard, [{ kind: "held", until }]);
    const both = [1, 2].map(() => hermes(hub, home, "pull", name, "--yes"));
    const waiting = both.map(({ process: child }) => {
      return new Promise<void>((resolve) =>
        child.stderr?.on("data", (chunk: Buffer) => {
          if (String(chunk).includes("is at work on this model; waiting for it")) resolve();
        }),
      );
    });
    await Promise.race(waiting);
    letGo();
    const results = await Promise.all(both.map(({ ended }) => ended));
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    const fetched = hub.requests.filter(({ server }) => server === "storage").map(({ path }) => path);
    expect(new Set(fetched).size).toBe(fetched.length);
    expectWhole(results[0]?.output.trim() ?? "", repository);
  });
});

describe("pull, list and remove", () => {
  test("say what is there, what is missing and what to do", async () => {
    const gguf = "lmstudio-community/Hermes-4-70B-GGUF";
    const hub = await startHubServer({ [name]: modelRepository(), [gguf]: ggufRepository() });
    const home = temporaryFolder();
    vi.stubEnv("HF_HOME", join(home, "hf"));
    vi.stubEnv("HF_ENDPOINT", hub.endpoint);
    onTestFinished(() => void vi.unstubAllEnvs());
    const licence = await runTestCli(["pull", name]);
    expect(licence).toMatchObject({ exitCode: 1, output: "" });
    expect(licence.errors).toContain("org/model: Apache License 2.0,");
    expect(licence.errors).toContain("accept it with --yes");
    const choice = await runTestCli(["pull", "hermes-4-70b-gguf", "--yes"]);
    expect(choice).toMatchObject({ exitCode: 2, output: "" });
    expect(choice.errors).toContain(`several quantizations: choose one, as in ${gguf}:Q4_K_M`);
    expect(choice.errors).toMatch(/Q8_0 +1.4 kB/);
    expect((await runTestCli(["pull", "hermes-4-70b-gguf:Q6_K", "--yes"])).exitCode).toBe(0);
    expect((await runTestCli(["pull", name, "--include", "config.json", "--yes"])).exitCode).toBe(0);
    const { output } = await runTestCli(["list"]);
    expect(output).toMatch(/^nano .* ready, comes with this package$/m);
    expect(output).toMatch(
      /^lmstudio-community\/Hermes-4-70B-GGUF \(hermes-4-70b-gguf\) +main +\S+ bytes +ready, Q6_K$/m,
    );
    expect(output).toMatch(/^org\/model +main +\d+ bytes +incomplete, without tokenizer.json and 1 more$/m);
    const unasked = await runTestCli(["remove", name]);
    expect(unasked).toMatchObject({ exitCode: 2, output: "" });
    expect(unasked.errors).toContain("Add --yes to remove it");
    const removed = await runTestCli(["remove", name, "--yes"]);
    expect(removed).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/^removed org\/model, \d+ bytes freed\n$/),
    });
    expect(existsSync(blobsOf(home))).toBe(false);
    const listed = JSON.parse((await runTestCli(["list", "--json"])).output);
    expect(listed).toMatchObject([{ alias: "hermes-4-70b-gguf", commit: commitOf("gguf"), missing: [] }]);
  });

  test("give a model that the other commands open by its alias", async () => {
    const nano = fileURLToPath(new URL("../../models/nano", import.meta.url));
    const files = readdirSync(nano).map((path) => [
      path,
      { bytes: readFileSync(join(nano, path)), large: /safe/.test(path) },
    ]);
    const repository = { commit: commitOf("nano"), files: Object.fromEntries(files) };
    const hub = await startHubServer({ "NousResearch/Hermes-4-70B-FP8": repository });
    vi.stubEnv("HF_HOME", temporaryFolder());
    vi.stubEnv("HF_ENDPOINT", hub.endpoint);
    onTestFinished(() => void vi.unstubAllEnvs());
    const pulled = await runTestCli(["pull", "hermes-4-70b-fp8", "--yes"]);
    expect(pulled.errors).toContain("NousResearch/Hermes-4-70B-FP8: Meta Llama 3 Community License,");
    // Free memory changes from one call to the next; what is said of the model does not.
    const inspect = async (model: string) => (await runTestCli(["inspect", model])).output.split("memory", 1)[0];
    const ofAlias = await inspect("hermes-4-70b-fp8");
    expect(ofAlias).toMatch(/architecture +llama/);
    expect(ofAlias).toBe(await inspect("nano"));
  });

  test("know the embedded model", async () => {
    const { exitCode, output } = await runTestCli(["pull", "nano"]);
    expect({ exitCode, there: existsSync(join(output.trim(), "config.json")) }).toEqual({ exitCode: 0, there: true });
    expect(await runTestCli(["remove", "nano", "--yes"])).toMatchObject({ exitCode: 2 });
  });

  test.each([
    ["y\n", 0, 1],
    ["yes\n", 0, 1],
    ["n\n", 1, 0],
    ["\n", 1, 0],
    ["", 1, 0],
  ])("an answer of %j to the licence ends with %i", async (input, exitCode, models) => {
    const hub = await startHubServer({ [name]: modelRepository() });
    vi.stubEnv("HF_HOME", temporaryFolder());
    vi.stubEnv("HF_ENDPOINT", hub.endpoint);
    onTestFinished(() => void vi.unstubAllEnvs());
    const result = await runTestCli(["pull", name], { input, interactive: true });
    expect(result.exitCode).toBe(exitCode);
    expect(result.errors).toContain("Accept this licence and fetch");
    expect(JSON.parse((await runTestCli(["list", "--json"])).output)).toHaveLength(models);
  });
});
