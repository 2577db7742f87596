/** Caches as other tools leave them: half-done, shared, odd. */
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { findModel } from "./find-model.ts";
import { listModels } from "./list-models.ts";
import { planRemoval, removeModel } from "./remove-model.ts";
import type { HubSettings } from "./settings.ts";
import { commitOf } from "./testing/hub-files.ts";
import { errorOf, temporaryFolder } from "./testing/hub-test.ts";

interface CachedModel {
  readonly repository: string;
  readonly commit: string;
  readonly refs?: readonly string[];
  /** Path to content; equal content is one blob. null leaves a link without its blob. */
  readonly files: Readonly<Record<string, string | null>>;
}

function cacheOf(...models: CachedModel[]): HubSettings {
  const cacheFolder = join(temporaryFolder(), "hub");
  mkdirSync(cacheFolder);
  for (const { repository, commit, refs = [], files } of models) {
    const root = join(cacheFolder, `models--${repository.replace("/", "--")}`);
    const write = (path: string, content: string) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    };
    for (const ref of refs) write(join(root, "refs", ref), commit);
    for (const [path, content] of Object.entries(files)) {
      const blob = join(root, "blobs", commitOf(content ?? path));
      const place = join(root, "snapshots", commit, path);
      if (content !== null) write(blob, content);
      mkdirSync(dirname(place), { recursive: true });
      symlinkSync(blob, place);
    }
  }
  return { endpoint: "http://hub.invalid", cacheFolder, offline: true, timeoutMs: 1_000 };
}

const [first, second] = [commitOf("1"), commitOf("2")];
const base = { "config.json": "{}", "tokenizer.json": "[]" };
const index = JSON.stringify({
  weight_map: { a: "model-00001-of-00002.safetensors", b: "model-00002-of-00002.safetensors" },
});
const sharded = {
  ...base,
  "model.safetensors.index.json": index,
  "model-00001-of-00002.safetensors": "A",
  "model-00002-of-00002.safetensors": "B",
};
/** The sharded model less one file, or with a link to nothing in its place. */
function without(path: keyof typeof sharded, link: boolean = false): CachedModel["files"] {
  const rest = Object.entries(sharded).filter(([name]) => name !== path);
  return { ...Object.fromEntries(rest), ...(link ? { [path]: null } : {}) };
}

const snapshots: readonly [what: string, files: CachedModel["files"], missing: string[]][] = [
  ["one file of weights", { ...base, "model.safetensors": "W" }, []],
  ["all shards", sharded, []],
  ["a shard too few", without("model-00002-of-00002.safetensors"), ["model-00002-of-00002.safetensors"]],
  [
    "a shard whose blob is gone",
    without("model-00001-of-00002.safetensors", true),
    ["model-00001-of-00002.safetensors"],
  ],
  ["no index", without("model.safetensors.index.json"), ["model.safetensors.index.json"]],
  [
    "an index that is cut off",
    { ...sharded, "model.safetensors.index.json": index.slice(0, 30) },
    ["a readable model.safetensors.index.json"],
  ],
  ["no configuration", without("config.json"), ["config.json"]],
  ["no tokenizer", without("tokenizer.json"), ["tokenizer.json"]],
  ["a tokenizer only", { "tokenizer.json": "[]" }, ["config.json", "model.safetensors"]],
  ["weights of another kind", { ...base, "pytorch_model.bin": "P" }, ["model.safetensors"]],
  ["a GGUF file", { "m-Q4_0.gguf": "G" }, []],
  ["parts of a GGUF file", { "m-Q4_0-00001-of-00003.gguf": "G" }, ["2 of 3 parts of Q4_0"]],
  ["a GGUF file whose blob is gone", { "m-Q4_0.gguf": null }, ["m-Q4_0.gguf"]],
];

describe("a snapshot with", () => {
  test.each(snapshots)("%s", async (_what, files, missing) => {
    const settings = cacheOf({ repository: "org/model", commit: first, refs: ["main"], files });
    expect(listModels(settings)).toMatchObject([
      { repository: "org/model", commit: first, revisions: ["main"], missing },
    ]);
    if (missing.length === 0) {
      expect(findModel("org/model", settings)?.folder).toBe(
        join(settings.cacheFolder, "models--org--model", "snapshots", first),
      );
      return;
    }
    const error = await errorOf(() => findModel("org/model", settings));
    expect(error).toMatchObject({ code: "model-incomplete", facts: { missing } });
    expect(error.message).toMatch(/is here only in part: .* Run hermes pull org\/model to fetch the rest/);
  });
});

test("a name of which nothing is here is found nowhere", () => {
  const settings = cacheOf({ repository: "org/model", commit: first, refs: ["main"], files: sharded });
  for (const name of [
    "org/other",
    "org/model@v2",
    "hermes-4-14b",
    "/a/path",
    "http://host/v1",
    `org/model@${second}`,
  ]) {
    expect(findModel(name, settings)).toBeNull();
  }
  expect(findModel("nano", settings)?.folder).toMatch(/models.nano$/);
});

test("a revision whose files were never fetched is not here", () => {
  const settings = cacheOf({ repository: "org/model", commit: first, refs: [], files: sharded });
  const refs = join(settings.cacheFolder, "models--org--model", "refs");
  mkdirSync(refs);
  writeFileSync(join(refs, "main"), second);
  expect(findModel("org/model", settings)).toBeNull();
  expect(findModel(`org/model@${first}`, settings)).not.toBeNull();
});

test("a commit is found by its first digits", () => {
  const settings = cacheOf({ repository: "org/model", commit: first, refs: [], files: sharded });
  expect(findModel(`org/model@${first.slice(0, 12)}`, settings)?.folder).toMatch(new RegExp(`${first}$`));
  expect(findModel(`org/model@${first.slice(0, 6)}`, settings)).toBeNull();
});

test("a reference file with rubbish leads nowhere", () => {
  const settings = cacheOf({ repository: "org/model", commit: first, refs: ["main"], files: sharded });
  writeFileSync(join(settings.cacheFolder, "models--org--model", "refs", "main"), "../../../../etc");
  expect(findModel("org/model", settings)).toBeNull();
});

describe("a list", () => {
  test("leaves out data sets, locks and stray files, and survives an empty repository", () => {
    const settings = cacheOf({ repository: "gpt2", commit: first, refs: ["main", "refs/pr/1"], files: sharded });
    for (const folder of ["datasets--org--data/snapshots", ".locks/models--gpt2", "models--org--begun/blobs"]) {
      mkdirSync(join(settings.cacheFolder, folder), { recursive: true });
    }
    writeFileSync(join(settings.cacheFolder, "version.txt"), "1");
    expect(listModels(settings)).toMatchObject([
      { repository: "gpt2", revisions: ["main", "refs/pr/1"], fileCount: 5 },
    ]);
  });

  test("of a cache that is not there is empty", () => {
    expect(listModels({ ...cacheOf(), cacheFolder: "/nowhere/at/all" })).toEqual([]);
  });

  test("counts equal content once", () => {
    const settings = cacheOf({ repository: "org/model", commit: first, files: { "a.json": "same", "b.json": "same" } });
    expect(listModels(settings)).toMatchObject([{ byteLength: 4, fileCount: 2 }]);
  });
});

const run = (name: string, settings: HubSettings) =>
  removeModel(name, { settings, signal: new AbortController().signal, onWait: () => undefined });

describe("a removal", () => {
  const newer = { ...sharded, "config.json": '{"new":1}' };
  const two = () =>
    cacheOf(
      { repository: "org/model", commit: first, refs: ["v1"], files: sharded },
      { repository: "org/model", commit: second, refs: ["main"], files: newer },
    );

  test("of a repository takes all of it", async () => {
    const settings = two();
    const { freedBytes } = await run("org/model", settings);
    const references = first.length + second.length;
    expect(freedBytes).toBe([...Object.values(sharded), '{"new":1}'].join("").length + references);
    expect(readdirSync(settings.cacheFolder)).toEqual([".locks"]);
  });

  test("of a revision keeps what another revision uses", async () => {
    const settings = two();
    const { freedBytes } = await run("org/model@v1", settings);
    expect(freedBytes).toBe(2);
    expect(listModels(settings)).toMatchObject([{ commit: second, revisions: ["main"], missing: [] }]);
    await run("org/model@main", settings);
    expect(readdirSync(settings.cacheFolder)).toEqual([".locks"]);
  });

  test("of a quantization keeps the others", async () => {
    const files = { "a/m-Q4_0.gguf": "four", "m-Q8_0.gguf": "eight", "README.md": "r" };
    const settings = cacheOf({ repository: "org/gguf", commit: first, refs: ["main"], files });
    expect((await run("org/gguf:q4_0", settings)).freedBytes).toBe(4);
    expect(findModel("org/gguf", settings)?.ggufFile).toMatch(/m-Q8_0.gguf$/);
    expect(existsSync(join(settings.cacheFolder, "models--org--gguf", "snapshots", first, "a"))).toBe(false);
  });

  test("follows no link out of the repository's folder", async () => {
    const settings = two();
    const outside = join(settings.cacheFolder, "..", "precious.txt");
    writeFileSync(outside, "kept");
    const place = join(settings.cacheFolder, "models--org--model", "snapshots", first, "config.json");
    rmSync(place);
    symlinkSync(outside, place);
    await run("org/model@v1", settings);
    expect(existsSync(outside)).toBe(true);
    expect(existsSync(place)).toBe(false);
  });

  test.each(["org/none", "org/model@v9", "org/model:Q4_0"])("of %s finds nothing", async (name) => {
    const settings = two();
    expect((await errorOf(() => planRemoval(name, settings))).code).toBe("file-missing");
    expect(listModels(settings)).toHaveLength(2);
  });
});
