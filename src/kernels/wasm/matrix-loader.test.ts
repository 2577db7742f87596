import { closeSync, ftruncateSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../formats/test-files.ts";
import { bytesPerWeight } from "../checks.ts";
import type { Backend, MatrixSource } from "../contract.ts";
import { weightKinds } from "../ops/linear/cases.ts";
import { randomSource } from "../testing/matrices.ts";
import type { ComputeMode } from "./storage.ts";
import { createWasmBackend } from "./wasm-backend.ts";
import type { WasmMatrix } from "./wasm-matrix.ts";

/** Bytes in front of the rows, so that a wrong offset shows. */
const FILE_OFFSET = 1003;
const MEBIBYTE = 1 << 20;

interface FileSource extends MatrixSource {
  readonly descriptor: number;
  /** Calls of readRows. */
  readonly calls: { count: number };
}

const open: number[] = [];
afterEach(() => {
  for (const descriptor of open.splice(0)) closeSync(descriptor);
});

/** The same rows as `source`, in a file. */
function fileSource(source: MatrixSource): FileSource {
  const byteLength = source.rows * source.columns * bytesPerWeight(source.dtype.kind);
  const bytes = new Uint8Array(FILE_OFFSET + byteLength);
  source.readRows(bytes.subarray(FILE_OFFSET), 0, source.rows);
  const path = join(temporaryFolder(), "rows.bin");
  writeFileSync(path, bytes);
  const descriptor = openSync(path, "r+");
  open.push(descriptor);
  const calls = { count: 0 };
  const readRows: MatrixSource["readRows"] = (...range) => {
    calls.count++;
    source.readRows(...range);
  };
  return { ...source, readRows, descriptor, calls, locate: () => ({ descriptor, offset: FILE_OFFSET, byteLength }) };
}

/** As bytes: comparing two million numbers one by one would take seconds. */
async function allRows(backend: Backend, source: MatrixSource): Promise<Buffer> {
  const matrix = await backend.loadMatrix(source);
  const out = backend.createBuffer(source.rows * source.columns);
  backend.embed(
    out,
    matrix,
    Uint32Array.from({ length: source.rows }, (_, row) => row),
  );
  const values = await backend.read(out);
  matrix.dispose();
  out.dispose();
  return Buffer.from(values.buffer);
}

describe("loading from a file", () => {
  const cases = weightKinds.flatMap((kind) =>
    (["exact", "fast"] as const).map((compute): [typeof kind, ComputeMode] => [kind, compute]),
  );
  it.each(cases)("gives the rows of %s, %s, whatever the number of threads and memories", async (kind, compute) => {
    const source = randomSource(kind, 1021, 2055, 7);
    const fromMemory = await createWasmBackend({ threads: 1, compute });
    const expected = await allRows(fromMemory, source);
    await fromMemory.dispose();
    for (const options of [{ threads: 1 }, { threads: 3 }, { threads: 2, memoryLimitBytes: MEBIBYTE }]) {
      const backend = await createWasmBackend({ compute, ...options });
      const stored = fileSource(source);
      expect(expected.equals(await allRows(backend, stored)), JSON.stringify(options)).toBe(true);
      expect(stored.calls.count).toBe(0);
      await backend.dispose();
    }
  });

  it.each([1, 2])(
    "leaves the error of a file that shrank to its source and nothing behind (%i threads)",
    async (threads) => {
      const backend = await createWasmBackend({ threads, compute: "fast", memoryLimitBytes: 4 * MEBIBYTE });
      const stored = fileSource(randomSource("bfloat16", 3000, 1000, 7));
      ftruncateSync(stored.descriptor, FILE_OFFSET + 5_000_000);
      const failing = {
        ...stored,
        readRows: () => {
          throw new Error("the file ends early");
        },
      };
      await expect(backend.loadMatrix(failing)).rejects.toThrow("the file ends early");
      expect(backend.liveBytes).toBe(0);

      const whole = (await backend.loadMatrix(fileSource(randomSource("bfloat16", 3000, 1000, 7)))) as WasmMatrix;
      expect(whole.segments[0]).toMatchObject({ firstRow: 0 });
      await backend.dispose();
    },
  );

  it("asks the source where the lanes cannot read", async () => {
    const source = randomSource("float8", 600, 500, 3);
    const stored = fileSource(source);
    // No such descriptor.
    const unreadable = { ...stored, locate: () => ({ ...stored.locate!(), descriptor: 1_000_000 }) };
    const backend = await createWasmBackend({ threads: 2, compute: "fast" });
    const expected = await allRows(backend, source);
    expect(expected.equals(await allRows(backend, unreadable))).toBe(true);
    expect(stored.calls.count).toBeGreaterThan(0);
    await backend.dispose();
  });

  it("refuses a source whose file range does not hold its rows", async () => {
    const stored = fileSource(randomSource("float8", 6, 5, 3));
    const short = { ...stored, locate: () => ({ ...stored.locate!(), byteLength: 29 }) };
    const backend = await createWasmBackend({ threads: 1 });
    await expect(backend.loadMatrix(short)).rejects.toMatchObject({ code: "kernel-misuse" });
    await backend.dispose();
  });
});
