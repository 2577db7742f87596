import { beforeAll, describe, expect, it } from "vitest";
import type { Backend, FloatBuffer } from "../contract.ts";
import { createReferenceBackend } from "../reference-backend.ts";
import { agree, findDisagreement } from "../self-check/find-disagreement.ts";
import { createProbes } from "../self-check/probes.ts";
import { canCompileWide, readKernels } from "./module.ts";
import { type CreateOn, proveKernels } from "./prove-kernels.ts";
import { createWasmBackend } from "./wasm-backend.ts";

/** Makes `op` of the backend leave one value wrong in its first buffer. */
function withWrong(op: "linear" | "swiglu" | "attention", backend: Backend): Backend {
  const right = backend[op].bind(backend) as (...args: unknown[]) => void;
  const wrong = (out: FloatBuffer, ...rest: unknown[]): void => {
    right(out, ...rest);
    backend.write(out, Float32Array.of(1e3));
  };
  return Object.assign(backend, { [op]: wrong });
}

describe("proving the kernels", () => {
  let bytes: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    bytes = await readKernels(new URL("./inference.wasm", import.meta.url));
  });

  it("passes the kernels of this machine and says what they are", async () => {
    const backend = await createWasmBackend({ threads: 1 });
    expect(backend.report).toMatchObject({ wide: canCompileWide(), check: "passed" });
    expect(backend.report.simd).toMatch(canCompileWide() ? /^256 bit, / : /^128 bit, /);
    expect(backend.report.checkMs).toBeGreaterThan(0);
    await backend.dispose();
  });

  it("compiles 128-bit code where 256-bit code is not wanted", async () => {
    const backend = await createWasmBackend({ threads: 1, wide: false });
    expect(backend.report).toMatchObject({ wide: false, check: "passed" });
    await backend.dispose();
  });

  it.each(["linear", "swiglu", "attention"] as const)("falls back when %s of the first module is wrong", async (op) => {
    const modules: WebAssembly.Module[] = [];
    const create: CreateOn = (module) => {
      if (!modules.includes(module)) modules.push(module);
      const reference = createReferenceBackend();
      return module === modules[0] ? withWrong(op, reference) : reference;
    };
    const { module, report } = await proveKernels(bytes, true, "fast", create);
    expect(report).toMatchObject({ wide: false, check: "fell-back" });
    expect(modules).toHaveLength(2);
    expect(module).toBe(modules[1]);
  });

  it("refuses a machine on which the fallback is wrong too, and names the kernel", async () => {
    const create: CreateOn = () => withWrong("swiglu", createReferenceBackend());
    await expect(proveKernels(bytes, true, "fast", create)).rejects.toMatchObject({
      code: "compute-failed",
      facts: { what: 'the kernel of "swiglu"' },
    });
  });
});

describe("the probes", () => {
  const reference = createReferenceBackend();

  it.each([...createProbes("exact"), ...createProbes("fast")])(
    "$name notices one wrong value",
    async ({ run, tolerance }) => {
      const expected = await run(reference);
      expect(agree(expected, expected, tolerance)).toBe(true);
      for (const at of [0, expected.length - 1]) {
        const largest = Math.max(...expected.map(Math.abs));
        expect(largest).toBeGreaterThan(0);
        expect(agree(expected.with(at, expected[at]! + largest / 8), expected, tolerance)).toBe(false);
        expect(agree(expected.with(at, Number.NaN), expected, tolerance)).toBe(false);
      }
    },
  );

  it("are named in the disagreement", async () => {
    const probes = createProbes("fast");
    const found = await findDisagreement([reference, withWrong("swiglu", createReferenceBackend())], reference, probes);
    expect(found).toBe("swiglu");
  });
});
