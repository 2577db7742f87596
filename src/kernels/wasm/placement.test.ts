import { describe, expect, it, vi } from "vitest";
import { createReferenceBackend } from "../reference-backend.ts";
import { expectClose } from "../testing/compare.ts";
import { randomSource } from "../testing/matrices.ts";
import { gaussian } from "../testing/random.ts";
import { DECODE_TOLERANCE, FLOAT_TOLERANCE } from "../testing/tolerances.ts";
import { createWasmBackend } from "./wasm-backend.ts";
import type { WasmMatrix } from "./wasm-matrix.ts";

const MEBIBYTE = 1 << 20;

describe("placement", () => {
  it("keeps a matrix that fits in the home memory", async () => {
    const backend = await createWasmBackend({ threads: 1 });
    const matrix = (await backend.loadMatrix(randomSource("float8", 300, 500, 1))) as WasmMatrix;
    expect(matrix.segments.map(({ arena, rows }) => [arena.index, rows])).toEqual([[0, 300]]);
    await backend.dispose();
  });

  it.each([1, 2])("spreads the rows of a large table over several memories (%i threads)", async (threads) => {
    const backend = await createWasmBackend({ threads, memoryLimitBytes: MEBIBYTE });
    const reference = createReferenceBackend();
    const source = randomSource("bfloat16", 4001, 259, 3);
    const [matrix, expected] = [(await backend.loadMatrix(source)) as WasmMatrix, await reference.loadMatrix(source)];
    expect(new Set(matrix.segments.map(({ arena }) => arena.index)).size).toBeGreaterThan(3);
    expect(matrix.segments.reduce((rows, segment) => rows + segment.rows, 0)).toBe(4001);

    const tokens = Uint32Array.from([0, 4000, ...matrix.segments.map(({ firstRow }) => firstRow)]);
    const results: Float32Array[] = [];
    for (const [target, table] of [
      [backend, matrix],
      [reference, expected],
    ] as const) {
      const rows = target.createBuffer(tokens.length * 259);
      target.embed(rows, table, tokens);
      const logits = target.createBuffer(tokens.length * 4001);
      target.linear(logits, rows, table, tokens.length);
      results.push(await target.read(rows), await target.read(logits));
    }
    expectClose(results[0]!, results[2]!, DECODE_TOLERANCE);
    expectClose(results[1]!, results[3]!, FLOAT_TOLERANCE);
    await backend.dispose();
  });

  it("gives the room of a disposed matrix to the next one", async () => {
    const backend = await createWasmBackend({ threads: 1, memoryLimitBytes: MEBIBYTE });
    const places = async (): Promise<unknown> => {
      const matrix = (await backend.loadMatrix(randomSource("float8", 1500, 1000, 1))) as WasmMatrix;
      const found = matrix.segments.map(({ arena, weights, rows }) => [arena.index, weights, rows]);
      matrix.dispose();
      return found;
    };
    expect(await places()).toEqual(await places());
    await backend.dispose();
  });

  it("refuses a row that no memory can hold and leaves nothing behind", async () => {
    const backend = await createWasmBackend({ threads: 1, memoryLimitBytes: MEBIBYTE });
    const source = randomSource("float8", 1, MEBIBYTE, 1, "zeros");
    await expect(backend.loadMatrix(source)).rejects.toMatchObject({ code: "memory-exhausted" });
    expect(backend.liveBytes).toBe(0);
    await backend.dispose();
  });

  it.each([
    ["a memory cannot grow", "There is no room for"],
    ["no further memory can be made", "one more WebAssembly memory"],
  ])("tells that %s, leaves nothing behind and goes on", async (problem, message) => {
    const backend = await createWasmBackend({ threads: 1, memoryLimitBytes: MEBIBYTE });
    const source = randomSource("float8", 3000, 1000, 1, "zeros");
    const fail = vi.fn(function outOfMemory(): never {
      throw new RangeError("out of memory");
    });
    const spy = problem.includes("grow")
      ? vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(fail)
      : vi.spyOn(WebAssembly, "Memory").mockImplementation(fail);
    const refused = expect.objectContaining({ code: "memory-exhausted", message: expect.stringContaining(message) });
    await expect(backend.loadMatrix(source)).rejects.toEqual(refused);
    spy.mockRestore();
    expect(backend.liveBytes).toBe(0);
    const matrix = await backend.loadMatrix(source);
    expect(matrix.rows).toBe(3000);
    await backend.dispose();
  });

  it("releases what was placed when the source fails", async () => {
    const backend = await createWasmBackend({ threads: 1, memoryLimitBytes: MEBIBYTE });
    const source = randomSource("float8", 3000, 1000, 1);
    let calls = 0;
    const failing = {
      ...source,
      readRows: () => {
        if (++calls === 2) throw new Error("unreadable");
      },
    };
    await expect(backend.loadMatrix(failing)).rejects.toThrow("unreadable");
    expect(calls).toBe(2);
    const x = backend.createBuffer(1000);
    backend.write(x, gaussian(1, 1000));
    expect(backend.liveBytes).toBe(4000);
    await backend.dispose();
  });
});
