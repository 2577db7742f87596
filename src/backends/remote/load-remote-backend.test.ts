import { readFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import { loadRemoteBackend } from "./load-remote-backend.ts";
import { isInTheClear, type RemoteBackendOptions, resolveEndpoint } from "./options.ts";
import { detectPreset, type Preset, presets } from "./presets.ts";
import { jsonReply, modelList, type Script, ScriptedEndpoint } from "./testing/scripted-endpoint.ts";
import { failureOf } from "./testing/start-backend.ts";

async function load(script: Script, options: RemoteBackendOptions = {}) {
  const endpoint = await ScriptedEndpoint.start(script);
  onTestFinished(() => endpoint.close());
  const retry = { retries: 0 };
  const backend = await loadRemoteBackend({ baseUrl: endpoint.baseUrl, retry, ...options });
  onTestFinished(() => backend.dispose());
  return { backend, endpoint };
}

const several = (...ids: string[]) => jsonReply({ object: "list", data: ids.map((id) => ({ id, object: "model" })) });

describe("loadRemoteBackend", () => {
  test("takes the only model, its context and the server's dialect from the model list", async () => {
    const { backend, endpoint } = await load(() =>
      modelList("Hermes-4-70B", { owned_by: "vllm", max_model_len: 131_072 }),
    );
    expect(backend).toMatchObject({
      modelId: "Hermes-4-70B",
      contextLength: 131_072,
      mode: "completions",
      warnings: [],
    });
    expect(endpoint.requests).toMatchObject([{ method: "GET", path: "/v1/models" }]);
  });

  test.each([
    ["sglang", "completions"],
    ["llamacpp", "completions"],
    ["library", "chat"],
    ["organization_owner", "chat"],
    ["somebody", "chat"],
  ])("a server of %s is asked in %s mode", async (owner, mode) => {
    expect((await load(() => modelList("Hermes-4-70B", { owned_by: owner }))).backend.mode).toBe(mode);
  });

  test.each<[string, unknown, readonly unknown[]]>([
    ["llama.cpp's", { n_ctx: 4096, n_vocab: 100, n_params: 7e9, n_embd: 64 }, [4096, 100, 7e9, 64]],
    ["our server's", { n_ctx_train: 9, hermes: { contextLength: 512 }, n_embd: 64 }, [512, null, null, 64]],
    ["nonsense", { n_ctx: "4096", n_vocab: -1, hermes: [] }, [Number.POSITIVE_INFINITY, null, null, null]],
    ["nothing", null, [Number.POSITIVE_INFINITY, null, null, null]],
  ])("what is known of the model by its list: %s", async (_name, meta, expected) => {
    const { backend } = await load(() => modelList("Hermes-4-70B", { meta }));
    const { vocabularySize, parameters, hiddenSize } = backend.facts;
    expect([backend.contextLength, vocabularySize, parameters, hiddenSize]).toEqual(expected);
    expect(backend.facts).toMatchObject({ engine: "endpoint", sampling: null });
  });

  test("a slash behind the base URL, and a query, do no harm", async () => {
    const endpoint = await ScriptedEndpoint.start(() => modelList());
    onTestFinished(() => endpoint.close());
    const backend = await loadRemoteBackend({ baseUrl: `${endpoint.baseUrl}//?version=1` });
    await backend.dispose();
    expect(endpoint.requests[0]!.path).toBe("/v1/models?version=1");
  });

  test("a named model that is not listed is a warning", async () => {
    const { backend } = await load(() => several("a", "b"), { model: "hidden" });
    expect(backend).toMatchObject({ modelId: "hidden", contextLength: Number.POSITIVE_INFINITY });
    expect(backend.warnings).toEqual([expect.stringContaining("does not list the model hidden")]);
  });

  test("who names a model needs no list", async () => {
    const { backend } = await load(() => jsonReply({ detail: "Not Found" }, 404), { model: "m" });
    expect(backend.modelId).toBe("m");
    expect(backend.warnings).toEqual([]);
  });

  test("a dialect given wins over the preset", async () => {
    const dialect = {
      completions: { beginToken: "ours", noLimit: "none", takesTokens: true, fields: {} },
    } as const satisfies Partial<Preset>;
    const { backend } = await load(() => modelList(), { mode: "completions", dialect });
    expect(backend.mode).toBe("completions");
  });

  const usage: readonly [name: string, argument: string, options: RemoteBackendOptions, message: RegExp][] = [
    ["no base URL", "baseUrl", { preset: "luminal" }, /baseUrl is missing/],
    ["another scheme", "baseUrl", { baseUrl: "ftp://host/v1" }, /no http/],
    ["no URL", "baseUrl", { baseUrl: "host" }, /no http/],
    ["a password in the URL", "baseUrl", { baseUrl: "http://me:secret@host/v1" }, /as apiKey/],
    ["an unknown preset", "preset", { preset: "x" as "vllm" }, /expected one of hermes, vllm/],
    ["a key of several lines", "apiKey", { preset: "vllm", apiKey: "secret\nx" }, /printable/],
    ["a negative time", "timeouts.idleMs", { preset: "vllm", timeouts: { idleMs: -1 } }, /at least 1/],
    ["a retry that is no number", "retry.retries", { preset: "vllm", retry: { retries: Number.NaN } }, /at least 0/],
    ["a proxy that is no URL", "proxy.http", { preset: "vllm", proxy: { http: "me:secret@host" } }, /no http/],
  ];
  test.each(usage)("%s is refused", async (_name, argument, options, message) => {
    const error = await loadRemoteBackend(options).catch((thrown: unknown) => thrown);
    expect(isHermesError(error, "usage") && error.facts.argument).toBe(argument);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain("secret");
  });

  test.each<[string, string, RemoteBackendOptions, RegExp]>([
    ["which of several models", "model", {}, /lists 2: a, b/],
    ["the prompt format of a strange model", "profile", { model: "a", preset: "vllm" }, /mode "chat"/],
    [
      "completions where the server wraps prompts",
      "mode",
      { model: "a", preset: "ollama", mode: "completions" },
      /own template/,
    ],
    ["a mode there is none of", "mode", { model: "a", mode: "x" as "chat" }, /"completions" or "chat"/],
  ])("%s is asked for", async (_name, argument, options, message) => {
    const error = await load(() => several("a", "b"), options).catch((thrown: unknown) => thrown);
    expect(isHermesError(error, "usage") && error.facts.argument).toBe(argument);
    expect(String(error)).toMatch(message);
  });

  test("a web page is told as such", async () => {
    const page = { headers: { "content-type": "text/html" }, pieces: ["<html><title>nginx</title>"] };
    const { facts, message } = await failureOf(load(() => page));
    expect(facts.reason).toBe("not-the-protocol");
    expect(message).toMatch(/nginx.*\/v1/);
  });

  test.each<[string, Script, string]>([
    ["a bad key", () => jsonReply({ error: { message: "no" } }, 401), "unauthorised"],
    ["JSON of another kind", () => jsonReply({ hello: 1 }), "not-the-protocol"],
    ["a server that hangs up", () => null, "unreachable"],
  ])("%s shows at once", async (_name, script, reason) => {
    expect((await failureOf(load(script))).facts.reason).toBe(reason);
  });

  test("so does a dead one", async () => {
    const endpoint = await ScriptedEndpoint.start(() => null);
    const { baseUrl } = endpoint;
    await endpoint.close();
    const { facts, message } = await failureOf(loadRemoteBackend({ baseUrl, retry: { retries: 0 } }));
    expect(facts).toEqual({ url: `${baseUrl}/models`, reason: "unreachable" });
    expect(message).toMatch(/ECONNREFUSED/);
  });
});

test.each([
  ["http://10.0.0.7/v1", true],
  ["https://10.0.0.7/v1", false],
  ["http://localhost:8000/v1", false],
  ["http://127.0.0.1/v1", false],
  ["http://[::1]:8000/v1", false],
])("a key to %s travels in the clear: %s", (baseUrl, inTheClear) => {
  expect(isInTheClear(resolveEndpoint({ baseUrl, apiKey: "k" }))).toBe(inTheClear);
  expect(isInTheClear(resolveEndpoint({ baseUrl }))).toBe(false);
});

describe("presets", () => {
  const rows: [string, Preset][] = Object.entries(presets);

  test.each(rows)("%s: its address is one, and its default mode is possible", (_name, preset) => {
    if (preset.baseUrl !== null) expect(new URL(preset.baseUrl).pathname).not.toMatch(/\/$/);
    if (preset.mode === "completions") expect(preset.completions).not.toHaveProperty("missing");
    if (preset.baseUrl?.startsWith("https:")) expect(preset.keyVariable).toMatch(/^[A-Z_]+$/);
  });

  test.each(rows)("%s: docs/support.md says the same", (name, { title, baseUrl, keyVariable, mode }) => {
    const page = readFileSync(new URL("../../../docs/support.md", import.meta.url), "utf8");
    const row = page.split("\n").find((line) => line.startsWith(`| \`${name}\` |`)) ?? "";
    const cells = row.split("|").map((cell) => cell.replaceAll("`", "").trim());
    expect(cells.slice(1, 6)).toEqual([name, title, baseUrl ?? "to be given", keyVariable ?? "–", mode]);
  });

  test("a well-known host is recognised, whoever says to own its models", () => {
    expect(detectPreset(new URL("https://openrouter.ai/api/v1"), "vllm")).toBe("openrouter");
    expect(detectPreset(new URL("http://localhost:9/v1"), "vllm")).toBe("vllm");
    expect(detectPreset(new URL("http://localhost:9/v1"), null)).toBe("openai");
  });
});
