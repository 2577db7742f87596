import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { KIND, LINEAR, linearWord } from "./command.ts";
import { LanePool } from "./lane-pool.ts";
import { compileKernels } from "./module.ts";

const kernelsUrl = new URL("./inference.wasm", import.meta.url);

describe("lane pool", () => {
  // Two lanes take 16 rows each; those of one lane lie in the page, those of the other far outside.
  it.each([
    { lane: "the calling thread", weights: 0x10000000, rowBytes: -0x1000000 },
    { lane: "a worker", weights: 0, rowBytes: 0x1000000 },
  ])("turns a crash in $lane into an error that stays", async ({ weights, rowBytes }) => {
    const pool = new LanePool(2, await compileKernels(kernelsUrl));
    pool.adopt(new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true }));
    pool.words.fill(0, KIND);
    const command = {
      rows: 32,
      weights,
      rowBytes,
      columns: 4,
      blockColumns: 4,
      tokens: 1,
      outStride: 64,
      tileFrom: 9,
      storage: 2,
    };
    for (const [name, value] of Object.entries(command)) pool.words[linearWord[name as keyof typeof command]] = value;
    pool.words[KIND] = LINEAR;
    expect(() => pool.runShared()).toThrow(expect.objectContaining({ code: "compute-failed" }));
    expect(() => pool.runShared()).toThrow(expect.objectContaining({ code: "compute-failed" }));
    await pool.dispose();
  });

  it("names the build command when the kernels are missing", async () => {
    const missing = new URL("./no-such.wasm", import.meta.url);
    await expect(compileKernels(missing)).rejects.toMatchObject({
      code: "dependency-missing",
      facts: { install: "npm run build" },
    });
  });

  it("does not keep a process alive once its threads run, disposed or not", async () => {
    const backend = new URL("./wasm-backend.ts", import.meta.url).href;
    for (const end of ["", "await backend.dispose();"]) {
      const code = `
        import { createWasmBackend } from "${backend}";
        const backend = await createWasmBackend({ threads: 2 });
        const dtype = { kind: "float32" };
        const matrix = await backend.loadMatrix({ name: "zeros", rows: 512, columns: 512, dtype, readRows() {} });
        backend.linear(backend.createBuffer(512), backend.createBuffer(512), matrix, 1);
        console.log("ran");
        ${end}`;
      const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", code], {
        timeout: 20_000,
      });
      expect(stdout).toBe("ran\n");
    }
  });
});
