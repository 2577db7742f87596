import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { findModel } from "./find-model.ts";
import { contentId, ggufRepository, modelRepository } from "./testing/hub-files.ts";
import { startHubServer } from "./testing/hub-server.ts";
import { errorOf, pull, readTree, settingsFor } from "./testing/hub-test.ts";

const name = "org/model";
const needed = [
  "LICENSE",
  "README.md",
  "config.json",
  "generation_config.json",
  "model-00001-of-00002.safetensors",
  "model-00002-of-00002.safetensors",
  "model.safetensors.index.json",
  "tokenizer.json",
  "tokenizer_config.json",
];

describe("a pull", () => {
  test("lays the files out as Hugging Face's tools do", async () => {
    const repository = modelRepository();
    const hub = await startHubServer({ [name]: repository });
    const settings = settingsFor(hub);
    const pulled = await pull(name, settings);
    const root = join(settings.cacheFolder, "models--org--model");
    expect(pulled.folder).toBe(join(root, "snapshots", repository.commit));
    expect(readFileSync(join(root, "refs", "main"), "utf8")).toBe(repository.commit);
    expect(readdirSync(root).sort()).toEqual(["blobs", "refs", "snapshots"]);
    const tree = readTree(pulled.folder);
    expect(Object.keys(tree)).toEqual(needed);
    for (const [path, bytes] of Object.entries(tree)) {
      const file = repository.files[path];
      expect(bytes.equals(file?.bytes ?? Buffer.of()), path).toBe(true);
      expect(lstatSync(join(pulled.folder, path)).isSymbolicLink()).toBe(true);
      expect(readlinkSync(join(pulled.folder, path))).toBe(
        join("..", "..", "blobs", file === undefined ? "" : contentId(file)),
      );
    }
    expect(readdirSync(join(root, "blobs"))).toHaveLength(
      new Set(needed.map((path) => contentId(repository.files[path]!))).size,
    );
    expect(findModel(name, settings)).toEqual({ folder: pulled.folder, modelId: name });
  });

  test("of what is here already fetches nothing and asks nothing", async () => {
    const hub = await startHubServer({ [name]: modelRepository() });
    const settings = settingsFor(hub);
    await pull(name, settings);
    const before = hub.requests.length;
    const again = await pull(name, settings, { acceptLicence: () => Promise.reject(new Error("asked")) });
    expect(again.fetchedBytes).toBe(0);
    expect(hub.requests.slice(before).filter(({ path }) => path.includes("/resolve/"))).toEqual([]);
  });

  test("of a new commit fetches what has changed and keeps the old snapshot", async () => {
    const old = modelRepository();
    const hub = await startHubServer({ [name]: old });
    const settings = settingsFor(hub);
    const first = await pull(name, settings);
    const files = { ...old.files, "config.json": { bytes: Buffer.from('{"model_type":"qwen3"}'), large: false } };
    hub.repositories.set(name, { ...old, commit: "c".repeat(40), files });
    const second = await pull(name, settings);
    expect(second.fetchedBytes).toBe(files["config.json"].bytes.length);
    expect(findModel(name, settings)?.folder).toBe(second.folder);
    expect(findModel(`${name}@${old.commit}`, settings)?.folder).toBe(first.folder);
  });

  test("names a branch, a pull request or a commit behind the @", async () => {
    const hub = await startHubServer({ [name]: { ...modelRepository(), revisions: ["refs/pr/3"] } });
    const settings = settingsFor(hub);
    const { folder, commit } = await pull(`${name}@refs/pr/3`, settings);
    expect(findModel(`${name}@refs/pr/3`, settings)?.folder).toBe(folder);
    expect(findModel(name, settings)).toBeNull();
    await pull(`${name}@${commit}`, settings);
    expect(existsSync(join(settings.cacheFolder, "models--org--model", "refs", commit))).toBe(false);
  });

  test("of globs fetches these files only, which is no whole model", async () => {
    const hub = await startHubServer({ [name]: modelRepository() });
    const settings = settingsFor(hub);
    const { folder } = await pull(name, settings, { include: ["*.json", "LICENSE"] });
    expect(Object.keys(readTree(folder))).toEqual(
      [...needed.filter((path) => /json$|LICENSE/.test(path)), "original/params.json"].sort(),
    );
    const error = await errorOf(() => findModel(name, settings));
    expect(error.code).toBe("model-incomplete");
    expect(error.message).toContain("model-00001-of-00002.safetensors");
    await pull(name, settings);
    expect(findModel(name, settings)?.folder).toBe(folder);
  });

  test("of a quantization fetches its parts", async () => {
    const hub = await startHubServer({ "org/gguf": ggufRepository() });
    const settings = settingsFor(hub);
    const { folder } = await pull("org/gguf:q8_0", settings);
    expect(Object.keys(readTree(folder))).toEqual([
      "Q8_0/Model-Q8_0-00001-of-00002.gguf",
      "Q8_0/Model-Q8_0-00002-of-00002.gguf",
      "README.md",
    ]);
    const first = join(folder, "Q8_0/Model-Q8_0-00001-of-00002.gguf");
    expect(findModel("org/gguf", settings)).toEqual({ folder, ggufFile: first, modelId: "org/gguf" });
    await pull("org/gguf:Q6_K", settings);
    expect(findModel("org/gguf:Q6_K", settings)?.ggufFile).toBe(join(folder, "Model-Q6_K.gguf"));
    const error = await errorOf(() => findModel("org/gguf", settings));
    expect(error.message).toMatch(/several quantizations \(Q6_K, Q8_0\)/);
  });

  test("tells its plan, its progress and each file", async () => {
    const hub = await startHubServer({ [name]: modelRepository() });
    const { events, totalBytes } = await pull(name, settingsFor(hub));
    expect(events[0]).toMatchObject({ type: "plan", files: needed.length, totalBytes, missingBytes: totalBytes });
    const received = events.flatMap((event) => (event.type === "progress" ? event.receivedBytes : []));
    expect(received).toEqual(received.toSorted((a, b) => a - b));
    expect(received.at(-1)).toBe(totalBytes);
    expect(events.filter(({ type }) => type === "file")).toHaveLength(needed.length);
  });

  test("fetches at most so many files at a time", async () => {
    const hub = await startHubServer({ [name]: modelRepository() });
    const { promise: until, resolve: letGo } = Promise.withResolvers<void>();
    for (const path of needed) hub.faults.set(path, [{ kind: "held", until }]);
    const asked = () => hub.requests.filter(({ path }) => path.includes("/resolve/")).length;
    const pulling = pull(name, settingsFor(hub), { parallel: 2 });
    while (asked() < 2) await sleep(5);
    await sleep(100);
    expect(asked()).toBe(2);
    letGo();
    await pulling;
    expect(asked()).toBe(needed.length);
  });
});

describe("the licence", () => {
  test("is asked for before the first download, and nothing is fetched without it", async () => {
    const hub = await startHubServer({ [name]: modelRepository() });
    const settings = settingsFor(hub);
    const asked: unknown[] = [];
    const acceptLicence = async (...question: unknown[]) => asked.push(question) > 1;
    const error = await errorOf(pull(name, settings, { acceptLicence }));
    expect(error).toMatchObject({ code: "licence-not-accepted", facts: { repository: name, licence: "apache-2.0" } });
    expect(existsSync(settings.cacheFolder)).toBe(false);
    await pull(name, settings, { acceptLicence });
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatchObject([name, { id: "apache-2.0", name: "Apache License 2.0" }, expect.any(Number)]);
  });
});

describe("an existing snapshot that another tool began", () => {
  test("is refused until a pull completes it", async () => {
    const repository = modelRepository();
    const hub = await startHubServer({ [name]: repository });
    const settings = settingsFor(hub);
    const { folder } = await pull(name, settings, { include: ["config.json", "tokenizer.json"] });
    writeFileSync(join(folder, "notes.txt"), "kept");
    expect((await errorOf(() => findModel(name, settings))).code).toBe("model-incomplete");
    await pull(name, settings);
    expect(Object.keys(readTree(folder))).toEqual([...needed, "notes.txt"].sort());
    expect(findModel(name, settings)?.folder).toBe(folder);
  });
});
