import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hermesErrorOf, temporaryFolder, tensorOf } from "../test-files.ts";
import { INDEX_FILE, SINGLE_FILE } from "./checkpoint-index.ts";
import { type Dtype, dtypeByteLength } from "./dtypes.ts";
import { type Checkpoint, openCheckpoint } from "./open-checkpoint.ts";
import { openSafetensors } from "./open-safetensors.ts";
import { writeCheckpoint } from "./write-checkpoint.ts";
import { type TensorData, writeSafetensors } from "./write-safetensors.ts";

const five = ["a", "b", "c", "d", "e"].map((name, index) => tensorOf(name, "U8", [10], new Uint8Array(10).fill(index)));

function contents(checkpoint: Checkpoint): Record<string, readonly number[]> {
  const entries = [...checkpoint.tensors].map(([name, view]) => {
    const bytes = new Uint8Array(view.byteLength);
    view.read(bytes, 0, bytes.length);
    return [name, [...bytes]] as const;
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function readBack(folder: string): Record<string, readonly number[]> {
  const checkpoint = openCheckpoint(folder);
  const result = contents(checkpoint);
  checkpoint.dispose();
  return result;
}

describe("writing one file", () => {
  test("the header fills a multiple of 8 bytes and every tensor is aligned to its width", () => {
    const path = join(temporaryFolder(), "x.safetensors");
    const tensors = [
      tensorOf("odd", "F8_E4M3", [3], Uint8Array.of(1, 2, 3)),
      tensorOf("wide", "F32", [1], new Uint8Array(4)),
      tensorOf("half", "BF16", [1], new Uint8Array(2)),
    ];
    writeSafetensors(path, tensors, { format: "pt" });
    const file = openSafetensors(path);
    const headerLength = Number(readFileSync(path).readBigUInt64LE());
    expect(headerLength % 8).toBe(0);
    for (const view of file.tensors.values()) expect(view.offset % dtypeByteLength(view.dtype)).toBe(0);
    expect(file.metadata).toEqual({ format: "pt" });
    file.dispose();
  });

  test.each([
    ["a name used twice", [five[0]!, five[0]!]],
    ["the name of the metadata", [tensorOf("__metadata__", "U8", [1], new Uint8Array(1))]],
    ["too few bytes", [tensorOf("a", "U8", [2], new Uint8Array(1))]],
    ["too many bytes", [tensorOf("a", "F32", [], new Uint8Array(5))]],
  ])("%s is refused and nothing is left behind", (_, tensors) => {
    const folder = temporaryFolder();
    expect(hermesErrorOf(() => writeSafetensors(join(folder, "x"), tensors)).code).toBe("usage");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a source that throws midway leaves the old file whole", () => {
    const folder = temporaryFolder();
    const path = join(folder, SINGLE_FILE);
    writeSafetensors(path, five);
    const broken: TensorData = {
      ...five[0]!,
      *chunks() {
        yield new Uint8Array(4);
        throw new RangeError("no more");
      },
    };
    expect(() => writeSafetensors(path, [five[1]!, broken])).toThrow(RangeError);
    expect(readdirSync(folder)).toEqual([SINGLE_FILE]);
    expect(Object.keys(readBack(folder))).toHaveLength(5);
  });
});

describe("a checkpoint", () => {
  test("what is written is read back, whatever the number of shards", () => {
    const dtypes: readonly Dtype[] = ["F8_E4M3", "BF16", "F32", "I64"];
    const tensor = fc.record({
      name: fc.stringMatching(/^[\w.]{1,20}$/),
      dtype: fc.constantFrom(...dtypes),
      shape: fc.array(fc.nat(4), { maxLength: 3 }),
      seed: fc.nat(255),
    });
    const list = fc.uniqueArray(tensor, { selector: ({ name }) => name, maxLength: 8 });
    const folder = temporaryFolder();
    fc.assert(
      fc.property(list, fc.integer({ min: 1, max: 4 }), (items, shards) => {
        const tensors = items.map(({ name, dtype, shape, seed }) => {
          const byteLength = shape.reduce((a, b) => a * b, 1) * dtypeByteLength(dtype);
          return tensorOf(
            name,
            dtype,
            shape,
            Uint8Array.from({ length: byteLength }, (_, i) => seed + i),
          );
        });
        writeCheckpoint(folder, tensors, { shards });
        const expected = tensors.map(({ name, chunks }) => [name, [...[...chunks()][0]!]] as const);
        expect(readBack(folder)).toEqual(Object.fromEntries(expected));
        expect(readdirSync(folder).filter((name) => name.includes("partial"))).toEqual([]);
      }),
      { seed: 8, numRuns: 60 },
    );
  });

  test("shards are about equal, and the index counts the bytes of all tensors", () => {
    const folder = temporaryFolder();
    writeCheckpoint(folder, five, { shards: 3 });
    const index = JSON.parse(readFileSync(join(folder, INDEX_FILE), "utf8"));
    expect(index.metadata).toEqual({ total_size: 50 });
    const sizes = new Map<string, number>();
    for (const file of Object.values<string>(index.weight_map)) sizes.set(file, (sizes.get(file) ?? 0) + 1);
    expect([...sizes]).toEqual([
      ["model-00001-of-00003.safetensors", 2],
      ["model-00002-of-00003.safetensors", 1],
      ["model-00003-of-00003.safetensors", 2],
    ]);
  });

  test("writing over a checkpoint of other shards leaves only the new files", () => {
    const folder = temporaryFolder();
    for (const [shards, files] of [
      [3, 4],
      [2, 3],
      [1, 1],
      [2, 3],
    ] as const) {
      writeCheckpoint(folder, five, { shards });
      expect(readdirSync(folder)).toHaveLength(files);
      expect(Object.keys(readBack(folder))).toHaveLength(5);
    }
  });

  test("a shard may be a link, as in a download cache", () => {
    const [cache, folder] = [temporaryFolder(), temporaryFolder()];
    writeSafetensors(join(cache, "blob"), five);
    symlinkSync(join(cache, "blob"), join(folder, SINGLE_FILE));
    expect(Object.keys(readBack(folder))).toHaveLength(5);
  });

  test("disposing closes every shard", () => {
    const folder = temporaryFolder();
    writeCheckpoint(folder, five, { shards: 2 });
    const checkpoint = openCheckpoint(folder);
    checkpoint.dispose();
    checkpoint.dispose();
    for (const view of checkpoint.tensors.values()) {
      expect(hermesErrorOf(() => view.read(new Uint8Array(10), 0, 10)).code).toBe("disposed");
      expect(hermesErrorOf(() => view.locate()).code).toBe("disposed");
    }
  });

  test.each([0, -1, 1.5, Number.NaN])("%s shards are refused", (shards) => {
    const folder = join(temporaryFolder(), "new");
    expect(hermesErrorOf(() => writeCheckpoint(folder, five, { shards })).code).toBe("usage");
    expect(existsSync(folder)).toBe(false);
  });
});

describe("a broken checkpoint", () => {
  test("a folder without weights is named", () => {
    const error = hermesErrorOf(() => openCheckpoint(temporaryFolder()));
    expect(error.code).toBe("file-missing");
    expect(error.message).toMatch(/expected model.safetensors or model.safetensors.index.json/);
  });

  test("all missing shards are named at once", () => {
    const folder = temporaryFolder();
    writeCheckpoint(folder, five, { shards: 3 });
    rmSync(join(folder, "model-00001-of-00003.safetensors"));
    rmSync(join(folder, "model-00003-of-00003.safetensors"));
    const error = hermesErrorOf(() => openCheckpoint(folder));
    expect(error.code).toBe("checkpoint-invalid");
    expect(error.message).toMatch(/00001-of-00003.*00003-of-00003/);
  });

  test("tensors the index promises and no shard holds are named at once", () => {
    const folder = temporaryFolder();
    writeSafetensors(join(folder, "s.safetensors"), five);
    const weightMap = { a: "s.safetensors", y: "s.safetensors", z: "s.safetensors" };
    writeFileSync(join(folder, INDEX_FILE), JSON.stringify({ weight_map: weightMap }));
    const error = hermesErrorOf(() => openCheckpoint(folder));
    expect(error.code).toBe("checkpoint-invalid");
    expect(error.facts).toMatchObject({
      faults: ['tensor "y" is not in s.safetensors', 'tensor "z" is not in s.safetensors'],
    });
  });

  test.each([
    "../outside.safetensors",
    "/etc/passwd.safetensors",
    "sub/inside.safetensors",
    "..\\outside.safetensors",
    ".hidden.safetensors",
    "a\u0000.safetensors",
    "model.bin",
    7,
    null,
  ])("the shard name %j is refused", (shard) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, INDEX_FILE), JSON.stringify({ weight_map: { w: shard } }));
    const error = hermesErrorOf(() => openCheckpoint(folder));
    expect(error.code).toBe("file-invalid");
    expect(error.facts).toMatchObject({ path: join(folder, INDEX_FILE), tensor: "w" });
  });

  test.each(["[]", "{}", '{"weight_map":[]}', '{"weight_map":{"a":"s.safetensors","a":"t.safetensors"}}', ""])(
    "the index %s is refused",
    (text) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, INDEX_FILE), text);
      expect(hermesErrorOf(() => openCheckpoint(folder)).code).toBe("file-invalid");
    },
  );
});
