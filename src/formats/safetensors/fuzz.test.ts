import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HermesError } from "../../errors.ts";
import { safetensorsBytes, temporaryFolder } from "../test-files.ts";
import { describeWeight } from "../weights/describe-weight.ts";
import { INDEX_FILE, SINGLE_FILE } from "./checkpoint-index.ts";
import { openCheckpoint } from "./open-checkpoint.ts";

const GUARD = 0xa5;
const GUARD_BYTES = 16;

const sound = safetensorsBytes(
  {
    __metadata__: { format: "pt" },
    "a.weight": { dtype: "F8_E4M3", shape: [4, 6], data_offsets: [0, 24] },
    "a.weight_scale": { dtype: "F32", shape: [4, 1], data_offsets: [24, 40] },
    "b.weight": { dtype: "BF16", shape: [2, 3], data_offsets: [40, 52] },
  },
  52,
);

/** Opens the folder and reads all of it; true when that succeeds, false for a HermesError. Anything else escapes. */
function survives(folder: string): boolean {
  try {
    const checkpoint = openCheckpoint(folder);
    try {
      for (const view of checkpoint.tensors.values()) {
        const memory = new Uint8Array(view.byteLength + 2 * GUARD_BYTES).fill(GUARD);
        view.read(memory.subarray(GUARD_BYTES, GUARD_BYTES + view.byteLength), 0, view.byteLength);
        const guards = [...memory.subarray(0, GUARD_BYTES), ...memory.subarray(GUARD_BYTES + view.byteLength)];
        expect(guards.every((byte) => byte === GUARD)).toBe(true);
      }
      for (const name of checkpoint.tensors.keys()) describeWeight(checkpoint, null, name);
    } finally {
      checkpoint.dispose();
    }
    return true;
  } catch (error) {
    if (error instanceof HermesError) return false;
    throw error;
  }
}

function survivesBytes(folder: string, bytes: Uint8Array): boolean {
  writeFileSync(join(folder, SINGLE_FILE), bytes);
  return survives(folder);
}

test("the file that is mutated below is sound", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, SINGLE_FILE), sound);
  const checkpoint = openCheckpoint(folder);
  expect(describeWeight(checkpoint, null, "a.weight").rows).toBe(4);
  checkpoint.dispose();
});

test("flipped bytes give a HermesError or success, nothing else", () => {
  const folder = temporaryFolder();
  const flip = fc.tuple(fc.nat(sound.length - 1), fc.integer({ min: 1, max: 255 }));
  let refused = 0;
  fc.assert(
    fc.property(fc.array(flip, { minLength: 1, maxLength: 4 }), (flips) => {
      const bytes = sound.slice();
      for (const [position, mask] of flips) bytes[position]! ^= mask;
      if (!survivesBytes(folder, bytes)) refused++;
    }),
    { seed: 5, numRuns: 600 },
  );
  expect(refused).toBeGreaterThan(100);
});

test("every truncation is refused", () => {
  const folder = temporaryFolder();
  for (let length = 0; length < sound.length; length++) {
    expect(survivesBytes(folder, sound.slice(0, length))).toBe(false);
  }
});

const oddNumber = fc.oneof(fc.nat(60), fc.integer(), fc.double(), fc.constantFrom(2 ** 31, 2 ** 53, -1, 1e308));
const oddEntry = fc.record(
  {
    dtype: fc.oneof(fc.constantFrom("U8", "F32", "BF16", "F8_E4M3", "F8_E5M2", "constructor"), fc.jsonValue()),
    shape: fc.oneof(fc.array(oddNumber, { maxLength: 4 }), fc.jsonValue()),
    data_offsets: fc.oneof(fc.array(oddNumber, { maxLength: 3 }), fc.jsonValue()),
  },
  { requiredKeys: [] },
);
const oddName = fc.oneof(
  fc.constantFrom("a.weight", "a.weight_scale", "a.weight_zero_point", "__proto__", "__metadata__"),
  fc.string(),
);

test("hostile headers give a HermesError or success, nothing else", () => {
  const folder = temporaryFolder();
  const header = fc.dictionary(oddName, fc.oneof(oddEntry, fc.jsonValue()), { maxKeys: 4 });
  fc.assert(
    fc.property(header, fc.nat(60), (object, dataLength) => {
      survivesBytes(folder, safetensorsBytes(object, dataLength));
    }),
    { seed: 6, numRuns: 600 },
  );
});

test("hostile indexes give a HermesError or success, and never open a file outside the folder", () => {
  const outer = temporaryFolder();
  const folder = join(outer, "model");
  writeFileSync(join(outer, "outside.safetensors"), sound);
  mkdirSync(folder);
  writeFileSync(join(folder, "inside.safetensors"), sound);
  const shard = fc.oneof(
    fc.constantFrom("inside.safetensors", "../outside.safetensors", `${outer}/outside.safetensors`, "none.safetensors"),
    fc.jsonValue(),
  );
  const weightMap = fc.oneof(fc.dictionary(fc.constantFrom("a.weight", "b.weight", "c"), shard), fc.jsonValue());
  fc.assert(
    fc.property(weightMap, (map) => {
      writeFileSync(join(folder, INDEX_FILE), JSON.stringify({ weight_map: map }));
      const isSound = survives(folder);
      if (JSON.stringify(map).includes("outside")) expect(isSound).toBe(false);
    }),
    { seed: 7, numRuns: 300 },
  );
});
