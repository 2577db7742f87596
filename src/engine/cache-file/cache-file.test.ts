import { createHash } from "node:crypto";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { devNull, tmpdir } from "node:os";
import { basename, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import { BlockManager } from "../blocks/block-manager.ts";
import { Engine } from "../engine.ts";
import { plainAnswer, prompt, run } from "../testing/answers.ts";
import { createToyModel, type ToyOptions } from "../testing/toy-model.ts";
import type { CacheAccess } from "./cache-access.ts";
import { PRELUDE_BYTES } from "./layout.ts";
import { saveCache } from "./save-cache.ts";

const failsWith = (code: Parameters<typeof isHermesError>[1]) =>
  expect.toSatisfy((error) => isHermesError(error, code), `a HermesError "${code}"`);

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hermes-cache-"));
  path = join(folder, "cache");
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
});

const createEngine = (options: ToyOptions = {}): Engine => new Engine(createToyModel({ blockTokens: 4, ...options }));

/** Saves two answers with a common beginning: 3 blocks of the beginning, 2 of each continuation. */
async function saveTwo(options: ToyOptions = {}): Promise<number> {
  const engine = createEngine(options);
  for (const seed of [2, 3]) await run(engine, { promptTokens: [...prompt(12), ...prompt(8, seed)], maxTokens: 1 });
  return engine.saveCache(path);
}

describe("restored = cached = cold", () => {
  test("in a new engine", async () => {
    expect(await saveTwo()).toBe(7 * 4);
    const engine = createEngine();
    expect(await engine.restoreCache(path)).toBe(7 * 4);
    expect(engine.stats()).toMatchObject({ blocksUsed: 0, blocksCached: 7 });
    for (const seed of [2, 3]) {
      const promptTokens = [...prompt(12), ...prompt(8, seed), 1];
      const answer = await run(engine, { promptTokens });
      expect(answer.cachedTokens).toBe(20);
      expect(answer.tokens).toEqual(await plainAnswer(promptTokens, 8));
    }
  });

  test("twice, and beside what is there already", async () => {
    await saveTwo();
    const engine = createEngine();
    await run(engine, { promptTokens: prompt(12), maxTokens: 1 });
    await engine.restoreCache(path);
    expect(await engine.restoreCache(path)).toBe(7 * 4);
    expect(engine.stats()).toMatchObject({ blocksUsed: 0, blocksCached: 7 });
  });

  test("as far as there is room; then the oldest leaves go first", async () => {
    await saveTwo();
    const engine = createEngine({ blocks: 6, contextLength: 24 });
    expect(await engine.restoreCache(path)).toBe(6 * 4);
    const promptTokens = prompt(18, 9);
    expect((await run(engine, { promptTokens, maxTokens: 4 })).tokens).toEqual(await plainAnswer(promptTokens, 4));
    expect((await run(engine, { promptTokens: prompt(12), maxTokens: 4 })).tokens).toEqual(
      await plainAnswer(prompt(12), 4),
    );
  });

  test("while answers run, which are not disturbed", async () => {
    await saveTwo();
    const model = createToyModel({ blocks: 12, blockTokens: 4, contextLength: 48 });
    const engine = new Engine(model);
    const answers = [1, 2].map((seed) => run(engine, { promptTokens: prompt(9, seed), maxTokens: 30 }));
    await engine.restoreCache(path);
    expect(await engine.saveCache(path)).toBeGreaterThanOrEqual(4 * 4);
    const tokens = (await Promise.all(answers)).map((answer) => answer.tokens);
    expect(tokens).toEqual([await plainAnswer(prompt(9, 1), 30), await plainAnswer(prompt(9, 2), 30)]);
  });
});

describe("the file", () => {
  test("can be read by its owner alone, and nothing else is left in the folder", async () => {
    await saveTwo();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["cache"]);
  });

  test("holds nothing of salted requests", async () => {
    const engine = createEngine();
    await run(engine, { cacheSalt: "secret salt", promptTokens: prompt(24) });
    expect(await engine.saveCache(path)).toBe(0);
    expect(readFileSync(path, "latin1")).not.toContain("secret");
  });

  test("an evicted block is left out, with all behind it", async () => {
    const model = createToyModel({ blocks: 12, blockTokens: 4, contextLength: 48 });
    const blocks = new BlockManager(12, 4);
    const fill = (tokens: number[]): void => {
      const table = { salt: null, blocks: [], computed: 0, indexed: 0 };
      expect(blocks.admit(table, tokens)).toBe(true);
      blocks.advance(table, tokens, tokens.length);
      blocks.release(table);
    };
    fill(prompt(24, 1));
    const realRead = model.readBlock;
    let reads = 0;
    // Blocks are read one at a time, so that others can be evicted before it is their turn.
    model.readBlock = async (block) => {
      if (++reads === 2) fill(prompt(40, 2));
      return realRead(block);
    };
    const slow = { ...model, cache: { ...model.cache, blockByteLength: 2 ** 30 } };
    const access: CacheAccess = { model: slow, blocks, betweenSteps: (action) => action() };
    expect(await saveCache(access, path)).toBe(2 * 4);
  });

  test.each([
    { name: "another model", options: { fingerprint: "other" } },
    { name: "another vocabulary", options: { vocabularySize: 40 } },
    { name: "another block size", options: { blockTokens: 8 } },
  ])("is refused for $name", async ({ options }) => {
    await saveTwo();
    const engine = createEngine(options);
    await expect(engine.restoreCache(path)).rejects.toEqual(failsWith("cache-invalid"));
    expect(engine.stats().blocksCached).toBe(0);
  });

  test("is refused when it is a folder, told when it is missing", async () => {
    const engine = createEngine();
    await expect(engine.restoreCache(folder)).rejects.toEqual(failsWith("cache-invalid"));
    await expect(engine.restoreCache(path)).rejects.toEqual(failsWith("file-missing"));
  });
});

describe("a damaged or hostile file", () => {
  /** Bytes with a right digest behind them. */
  const sealed = (bytes: Uint8Array): Uint8Array => Buffer.concat([bytes, createHash("sha256").update(bytes).digest()]);
  const refused = async (bytes: Uint8Array): Promise<void> => {
    writeFileSync(path, bytes);
    const engine = createEngine();
    await expect(engine.restoreCache(path)).rejects.toEqual(failsWith("cache-invalid"));
    expect(engine.stats().blocksCached).toBe(0);
  };

  test("any changed byte and any cut is noticed", async () => {
    await saveTwo();
    const whole = readFileSync(path);
    const property = fc.asyncProperty(
      fc.nat(whole.length - 1),
      fc.integer({ min: 1, max: 255 }),
      async (at, change) => {
        const changed = Uint8Array.from(whole);
        changed[at]! ^= change;
        await refused(changed);
        await refused(whole.subarray(0, at));
      },
    );
    await fc.assert(property, { numRuns: 100, seed: 5 });
  });

  const block = (parent: unknown, tokens: unknown) => ({ parent, tokens });
  const good = block(-1, [1, 2, 3, 4]);
  test.each([
    { name: "an index that is no JSON", index: "{" },
    { name: "an index that is no object", index: "3" },
    { name: "fewer blocks than there are", index: { blocks: [good] } },
    { name: "a block that is its own parent", index: { blocks: [good, block(1, [1, 2, 3, 4])] } },
    { name: "a parent below -1", index: { blocks: [good, block(-2, [1, 2, 3, 4])] } },
    { name: "a parent that is no whole number", index: { blocks: [good, block(0.5, [1, 2, 3, 4])] } },
    { name: "a parent that is a text", index: { blocks: [good, block("0", [1, 2, 3, 4])] } },
    { name: "too few tokens", index: { blocks: [good, block(0, [1, 2, 3])] } },
    { name: "a token outside the vocabulary", index: { blocks: [good, block(0, [1, 2, 3, 50])] } },
    { name: "a token that is a text", index: { blocks: [good, block(0, [1, 2, 3, "4"])] } },
    { name: "null for a block", index: { blocks: [good, null] } },
    { name: "no blocks", index: {} },
  ])("$name", async ({ index }) => {
    await saveTwo();
    const json = typeof index === "string" ? index : JSON.stringify({ fingerprint: "toy", ...index });
    const length = new Uint8Array(Uint32Array.of(json.length).buffer);
    const blocks = readFileSync(path).subarray(0, PRELUDE_BYTES + 2 * 16);
    await refused(sealed(Buffer.concat([blocks, Buffer.from(json), length])));
  });

  test.each([
    { name: "an index length beyond the file", length: 2 ** 32 - 1, blocks: 32 },
    { name: "an index longer than so few blocks need", length: 4096, blocks: 32 },
    { name: "half a block", length: 2, blocks: 24 },
  ])("$name", async ({ length, blocks }) => {
    await saveTwo();
    const prelude = readFileSync(path).subarray(0, PRELUDE_BYTES);
    const field = new Uint8Array(Uint32Array.of(length).buffer);
    await refused(
      sealed(Buffer.concat([prelude, new Uint8Array(blocks), Buffer.alloc(Math.min(length, 4096), "{"), field])),
    );
  });

  test("any bytes at all", async () => {
    await saveTwo();
    const prelude = readFileSync(path).subarray(0, PRELUDE_BYTES);
    const property = fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      await refused(bytes);
      await refused(sealed(bytes));
      await refused(sealed(Buffer.concat([prelude, bytes])));
    });
    await fc.assert(property, { numRuns: 60, seed: 6 });
  });
});

describe("a file that cannot be written", () => {
  const enginePath = (): [Engine, CacheAccess] => {
    const engine = createEngine();
    const model = createToyModel({ blockTokens: 4 });
    return [engine, { model, blocks: new BlockManager(4, 4), betweenSteps: (action) => action() }];
  };

  test("no such folder", async () => {
    const [engine] = enginePath();
    await expect(engine.saveCache(join(folder, "none", "cache"))).rejects.toEqual(failsWith("cache-write-failed"));
  });

  test("a folder in its place: nothing is left beside it", async () => {
    const [engine] = enginePath();
    await expect(engine.saveCache(folder)).rejects.toEqual(failsWith("cache-write-failed"));
    expect(readdirSync(folder)).toEqual([]);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`${basename(folder)}.`))).toEqual([]);
  });

  test.each([
    { name: "a document", content: "HERMES, notes on a name" },
    { name: "a few letters", content: "HER" },
  ])("$name in its place is not replaced", async ({ content }) => {
    writeFileSync(path, content);
    const [engine] = enginePath();
    await expect(engine.saveCache(path)).rejects.toEqual(failsWith("cache-write-failed"));
    expect(readFileSync(path, "utf8")).toBe(content);
    expect(readdirSync(folder)).toEqual(["cache"]);
  });

  test.each([
    { name: "an empty file", content: "" },
    { name: "a damaged cache file", content: "HERMESKV and nonsense" },
  ])("$name in its place is replaced", async ({ content }) => {
    writeFileSync(path, content);
    expect(await saveTwo()).toBe(7 * 4);
    expect(await createEngine().restoreCache(path)).toBe(7 * 4);
  });

  test.skipIf(devNull !== "/dev/null")("a device in its place is not replaced", async () => {
    symlinkSync(devNull, path);
    const [engine] = enginePath();
    await expect(engine.saveCache(path)).rejects.toEqual(failsWith("cache-write-failed"));
    expect(readlinkSync(path)).toBe(devNull);
    expect(readdirSync(folder)).toEqual(["cache"]);
  });

  test.each(["writeFile", "sync"] as const)(
    "a disk that is full at %s: the old file stays, the new one goes",
    async (method) => {
      writeFileSync(path, "HERMESKV old");
      const [, access] = enginePath();
      const openFull = async (...args: Parameters<typeof open>): Promise<FileHandle> => {
        const handle = await open(...args);
        handle[method] = async () => {
          throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
        };
        return handle;
      };
      await expect(saveCache(access, path, openFull)).rejects.toEqual(failsWith("cache-write-failed"));
      expect(readdirSync(folder)).toEqual(["cache"]);
      expect(readFileSync(path, "utf8")).toBe("HERMESKV old");
    },
  );

  test("a model that fails while its blocks are read", async () => {
    const model = createToyModel({ blockTokens: 4 });
    const engine = new Engine(model);
    await run(engine);
    model.readBlock = async () => {
      throw new Error("gone");
    };
    await expect(engine.saveCache(path)).rejects.toThrow("gone");
    expect(readdirSync(folder)).toEqual([]);
    expect((await run(engine)).tokens).toEqual(await plainAnswer(prompt(12), 8));
  });

  test("a disposed engine", async () => {
    const engine = createEngine();
    await engine.dispose();
    await expect(engine.saveCache(path)).rejects.toEqual(failsWith("disposed"));
    await expect(engine.restoreCache(path)).rejects.toEqual(failsWith("disposed"));
    expect(readdirSync(folder)).toEqual([]);
  });
});
