import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import { commitOf, modelRepository } from "../testing/hub-files.ts";
import { type HubServer, startHubServer } from "../testing/hub-server.ts";
import { errorOf, settingsFor } from "../testing/hub-test.ts";
import { type Repository, readRepository } from "./read-repository.ts";

const name = "org/model";
const signal = new AbortController().signal;

function read(hub: HubServer, repository = name): Promise<Repository> {
  return readRepository({ repository }, settingsFor(hub), { signal, retryDelayMs: 1 });
}

/** What the hub answers with the given JSON in place of the model information or the tree. */
async function answer(part: "api" | "tree", value: unknown): Promise<Repository> {
  const hub = await startHubServer({ [name]: modelRepository() });
  hub.faults.set(part, [{ kind: "page", json: JSON.stringify(value) }]);
  return read(hub);
}

const entry = { type: "file", path: "a", oid: "0".repeat(40), size: 1 };
const lfs = { oid: "0".repeat(64), size: 5, pointerSize: 100 };

describe("a repository", () => {
  test("is its commit, its licence and all files of all pages", async () => {
    const repository = modelRepository();
    const { commit, licence, files } = await read(await startHubServer({ [name]: repository }));
    expect({ commit, licence: licence.name }).toEqual({ commit: repository.commit, licence: "Apache License 2.0" });
    expect(files.map(({ path }) => path).sort()).toEqual(Object.keys(repository.files).sort());
  });

  test("has large files by SHA-256 and their true length, small ones by git's hash", async () => {
    const { files } = await answer("tree", [entry, { ...entry, path: "b", lfs }, { type: "directory", path: "d" }]);
    expect(files).toEqual([
      { path: "a", byteLength: 1, hash: "git-sha1", id: entry.oid },
      { path: "b", byteLength: 5, hash: "sha256", id: lfs.oid },
    ]);
  });

  test("whose card names no licence has that of the table of aliases", async () => {
    const { card: _card, ...bare } = modelRepository();
    const hub = await startHubServer({ "NousResearch/Hermes-4-70B": bare, [name]: bare });
    expect((await read(hub, "NousResearch/Hermes-4-70B")).licence).toMatchObject({ id: "llama3" });
    expect((await read(hub)).licence).toMatchObject({ id: null, name: "no licence stated" });
  });

  test("may have a licence of its own", async () => {
    const card = { license: "other", license_name: "seed", license_link: "https://example.org/seed" };
    const { licence } = await read(await startHubServer({ [name]: { ...modelRepository(), card } }));
    expect(licence).toEqual({ id: "other", name: "seed", url: "https://example.org/seed" });
  });
});

const faults: readonly [what: string, part: "api" | "tree", value: unknown][] = [
  ["no commit", "api", { id: name }],
  ["a commit that is a path", "api", { sha: "../../../../etc" }],
  ["nothing", "api", null],
  ["an object for a list", "tree", { error: "no" }],
  ["a number for an entry", "tree", [null]],
  ["an entry without a path", "tree", [{ ...entry, path: undefined }]],
  ["an entry with a negative length", "tree", [{ ...entry, size: -1 }]],
  ["an entry with half a byte", "tree", [{ ...entry, size: 0.5 }]],
  ["an entry whose hash is a path", "tree", [{ ...entry, oid: "../evil" }]],
  ["a large file without SHA-256", "tree", [{ ...entry, lfs: { ...lfs, oid: entry.oid } }]],
];

describe("an answer is refused for", () => {
  test.each(faults)("%s", async (_what, part, value) => {
    const error = await errorOf(answer(part, value));
    expect(error).toMatchObject({ code: "hub-answer-invalid" });
    expect(error.message).toMatch(/expected JSON of a model hub: check HF_ENDPOINT/);
  });

  test("a list of pages that never ends", async () => {
    const hub = await startHubServer({ [name]: modelRepository() });
    const next = { link: `<${hub.endpoint}/api/models/${name}/tree/${commitOf("model")}>; rel="next"` };
    hub.faults.set(
      "tree",
      Array.from({ length: 1_100 }, () => ({ kind: "status", status: 200, headers: next, body: "[]" })),
    );
    expect((await errorOf(read(hub))).message).toContain("a list of more than 1000 pages");
  });

  test("a next page on another server", async () => {
    const hub = await startHubServer({ [name]: modelRepository() });
    const next = { link: `<${hub.storage}/tree>; rel="next"` };
    hub.faults.set("tree", [{ kind: "status", status: 200, headers: next, body: "[]" }]);
    expect((await errorOf(read(hub))).message).toContain(`a page at ${hub.storage}`);
    expect(hub.requests.filter(({ server }) => server === "storage")).toEqual([]);
  });

  test("whatever else it may be, by an error of ours", async () => {
    const hub = await startHubServer({ [name]: modelRepository() });
    const settings = settingsFor(hub);
    const value = fc.oneof(
      fc.jsonValue(),
      fc.array(
        fc.record(
          {
            type: fc.constant("file"),
            path: fc.jsonValue(),
            size: fc.jsonValue(),
            oid: fc.jsonValue(),
            lfs: fc.jsonValue(),
          },
          { requiredKeys: [] },
        ),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("api" as const, "tree" as const), value, async (part, json) => {
        hub.faults.set(part, [{ kind: "page", json: JSON.stringify(json) }]);
        const result = await readRepository({ repository: name }, settings, { signal }).catch(
          (error: unknown) => error,
        );
        hub.faults.clear();
        expect(isHermesError(result, "hub-answer-invalid") || !(result instanceof Error)).toBe(true);
      }),
      { numRuns: 60, seed: 16 },
    );
  });
});
