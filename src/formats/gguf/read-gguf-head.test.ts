import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GgufBytes } from "../../../tools/make-gguf/gguf-values.ts";
import { HermesError } from "../../errors.ts";
import { hermesErrorOf, temporaryFolder } from "../test-files.ts";
import { readGgufHead } from "./read-gguf-head.ts";
import { changedGguf, tensor, testGguf, whole } from "./test-gguf.ts";

const path = (bytes: Uint8Array): string => {
  const file = join(temporaryFolder(), "file.gguf");
  writeFileSync(file, bytes);
  return file;
};

/** magic, version, tensor count, entry count */
function head(tensors: bigint, entries: bigint, fill: (bytes: GgufBytes) => void = () => {}): Uint8Array {
  const bytes = new GgufBytes();
  bytes.raw(Buffer.from("GGUF"));
  bytes.uint32(3);
  const counts = Buffer.alloc(16);
  counts.writeBigUInt64LE(tensors, 0);
  counts.writeBigUInt64LE(entries, 8);
  bytes.raw(counts);
  fill(bytes);
  return bytes.bytes();
}

test("a sound file", () => {
  const { metadata, tensors } = readGgufHead(testGguf());
  expect(metadata.get("llama.context_length")).toBe(512);
  expect(metadata.get("tokenizer.ggml.tokens")).toEqual(["a", "b", "ab", "<|eot_id|>", "<think>"]);
  expect(tensors).toEqual([
    { name: "token_embd.weight", dimensions: [32, 5], type: 8, offset: 0, byteLength: 170 },
    { name: "output_norm.weight", dimensions: [5], type: 0, offset: 192, byteLength: 20 },
  ]);
});

test("values of every type", () => {
  const scalar = (code: number, bytes: Buffer) => (to: GgufBytes, key: string) => {
    to.string(key);
    to.uint32(code);
    to.raw(bytes);
  };
  const long = Buffer.alloc(8);
  long.writeBigUInt64LE(2n ** 63n);
  const list = Buffer.from([0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 7, 9]);
  const entries = [
    scalar(0, Buffer.from([200])),
    scalar(1, Buffer.from([200])),
    scalar(2, Buffer.from([0, 200])),
    scalar(3, Buffer.from([0, 200])),
    scalar(7, Buffer.from([1])),
    scalar(10, long),
    scalar(11, long),
    scalar(12, Buffer.from(new Float64Array([0.1]).buffer)),
    scalar(9, list),
  ];
  const file = path(
    head(0n, BigInt(entries.length), (to) => {
      for (const [i, write] of entries.entries()) write(to, `k${i}`);
    }),
  );
  const values = [...readGgufHead(file).metadata.values()];
  expect(values).toEqual([200, -56, 51200, -14336, true, 2n ** 63n, -(2n ** 63n), 0.1, [7, 9]]);
});

describe("what is no GGUF file of ours is refused", () => {
  const cases: readonly [name: string, make: () => string, code: string, message: RegExp][] = [
    ["a page", () => path(Buffer.from("<html><body>Not found")), "file-invalid", /begins with "<htm", not with "GGUF"/],
    ["nothing", () => path(Buffer.alloc(0)), "file-invalid", /has 0 bytes in all/],
    ["no file", () => join(temporaryFolder(), "nothing.gguf"), "file-missing", /expected a file here/],
    ["version 1", () => changedGguf((b) => b.fill(1, 4, 5)), "unsupported", /GGUF version 1 is not supported/],
    ["a version to come", () => changedGguf((b) => b.fill(4, 4, 5)), "unsupported", /GGUF version 4/],
    ["big-endian", () => changedGguf((b) => b.fill(0, 4, 5).fill(3, 7, 8)), "unsupported", /big-endian/],
    ["cut in the head", () => changedGguf((b) => b.subarray(0, 100)), "file-invalid", /hold|ends inside its head/],
    ["cut in the weights", () => changedGguf((b) => b.subarray(0, -20)), "file-invalid", /is cut off.*output_norm/],
    ["2^60 tensors", () => path(head(2n ** 60n, 0n)), "file-invalid", /more than its/],
    ["2^63 entries", () => path(head(0n, 2n ** 63n)), "file-invalid", /more than its/],
    [
      "a long key",
      () => path(head(0n, 1n, (b) => [2 ** 40, 0].map((n) => b.uint64(n)))),
      "file-invalid",
      /bytes of text/,
    ],
    [
      "a long list",
      () =>
        path(
          head(0n, 1n, (b) => {
            b.string("k");
            b.uint32(9);
            b.uint32(0);
            b.uint64(2 ** 33);
          }),
        ),
      "file-invalid",
      /list items/,
    ],
    [
      "lists without end",
      () =>
        path(
          head(0n, 1n, (b) => {
            b.string("k");
            for (let i = 0; i < 100; i++) {
              b.uint32(9);
              b.uint64(1);
            }
          }),
        ),
      "file-invalid",
      /nested|unknown type|list items/,
    ],
    [
      "a key twice",
      () => path(head(0n, 2n, (b) => [1, 2].forEach((value) => void b.entry("k", { type: "uint32", value })))),
      "file-invalid",
      /"k" twice/,
    ],
    [
      "a tensor twice",
      () => testGguf({ tensors: [tensor("t", "F32", [2]), tensor("t", "F32", [2])] }),
      "file-invalid",
      /has twice tensor "t"/,
    ],
    ["odd alignment", () => testGguf({ metadata: { "general.alignment": whole(7) } }), "file-invalid", /alignment 7/],
  ];
  test.each(cases)("%s", (_, make, code, message) => {
    const error = hermesErrorOf(() => readGgufHead(make()));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  test("tensors that lie over each other", () => {
    const file = changedGguf((bytes) => {
      // The offset of the second tensor is the last field of the table.
      const at = bytes.indexOf("output_norm.weight") + "output_norm.weight".length + 4 + 8 + 4;
      bytes.writeBigUInt64LE(32n, at);
      return bytes;
    });
    expect(hermesErrorOf(() => readGgufHead(file)).message).toMatch(/another tensor's bytes/);
  });
});

test("a storage type we do not know is the engine's affair", () => {
  const file = changedGguf((bytes) => {
    bytes.writeUInt32LE(40, bytes.indexOf("output_norm.weight") + "output_norm.weight".length + 4 + 8);
    return bytes;
  });
  expect(readGgufHead(file).tensors[1]).toMatchObject({ type: 40, byteLength: null });
});

test("changed and cut bytes give a HermesError or success, nothing else", () => {
  const sound = readFileSync(testGguf());
  const file = join(temporaryFolder(), "fuzz.gguf");
  const change = fc.record({ at: fc.nat(sound.length - 1), byte: fc.integer({ min: 0, max: 255 }) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 6 }), fc.option(fc.nat(sound.length)), (changes, end) => {
      const bytes = Buffer.from(sound);
      for (const { at, byte } of changes) bytes[at] = byte;
      writeFileSync(file, bytes.subarray(0, end ?? bytes.length));
      try {
        readGgufHead(file);
      } catch (error) {
        expect(error).toBeInstanceOf(HermesError);
      }
    }),
    { seed: 4, numRuns: 600 },
  );
});

test("a head of random bytes gives a HermesError", () => {
  const file = join(temporaryFolder(), "noise.gguf");
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 30, maxLength: 400 }), fc.nat(3), (noise, entries) => {
      writeFileSync(
        file,
        head(2n, BigInt(entries + 1), (bytes) => bytes.raw(noise)),
      );
      expect(hermesErrorOf(() => readGgufHead(file)).code).toBe("file-invalid");
    }),
    { seed: 5, numRuns: 300 },
  );
});
