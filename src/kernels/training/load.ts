import { readFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import { HermesError } from "../../errors.ts";
import type { TrainingKernels } from "./contract.ts";
import { matmulAgreesWithReference } from "./self-check.ts";

/** Makes V8 join pairs of adjacent 128-bit operations into 256-bit ones: twice the speed of matmul. Node 24 and later. */
const WIDE_FLAG = "experimental-wasm-revectorize";
const WASM_URL = new URL("../wasm/training.wasm", import.meta.url);

export interface CompiledTrainingKernels {
  readonly module: WebAssembly.Module;
  /** Whether 256-bit code was asked for and passed its check. */
  readonly wide: boolean;
}

/** An instance of the kernels that works in `memory` (shared, maximum 65,536 pages). */
export function createTrainingKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): TrainingKernels {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  return instance.exports as unknown as TrainingKernels;
}

/**
 * Compiles the kernels once for all threads. With `wide`, V8's experimental 256-bit flag is set for this process first and
 * the matrix product compared with plain loops; when they disagree the module is compiled again without the flag.
 */
export async function compileTrainingKernels(wide = true): Promise<CompiledTrainingKernels> {
  const bytes = await readFile(WASM_URL).catch((cause: unknown) => {
    const message = `The training kernels are not compiled: expected ${WASM_URL.pathname}; run "npm run build".`;
    throw new HermesError(
      "dependency-missing",
      message,
      { what: "training.wasm", install: "npm run build" },
      { cause },
    );
  });
  if (wide) {
    setFlagsFromString(`--${WIDE_FLAG}`);
    const module = await WebAssembly.compile(bytes);
    if (matmulAgreesWithReference(module)) return { module, wide: true };
    setFlagsFromString(`--no-${WIDE_FLAG}`);
  }
  return { module: await WebAssembly.compile(bytes), wide: false };
}
