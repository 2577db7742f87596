import { HermesError } from "../../errors.ts";
import type { Backend } from "../contract.ts";
import { createReferenceBackend } from "../reference-backend.ts";
import { findDisagreement } from "../self-check/find-disagreement.ts";
import { createProbes } from "../self-check/probes.ts";
import { chooseForm } from "./choose-form.ts";
import { compileOptimised } from "./module.ts";
import type { ActivationForm, ComputeMode } from "./storage.ts";

/** What starting the kernels found out; for `hermes doctor`. */
export interface KernelReport {
  /** Whether V8 compiled pairs of 128-bit operations to 256-bit ones. */
  readonly wide: boolean;
  /** "fell-back" when the 256-bit code differed from the scalar reference and 128-bit code runs instead. */
  readonly check: "passed" | "fell-back";
  /** Time to compile, check and choose. */
  readonly checkMs: number;
  /** Width of vectors, and of the weights' products in int8 arithmetic. */
  readonly simd: `${128 | 256} bit, ${"byte" | "16-bit"} products`;
}

export interface ProvenKernels {
  readonly module: WebAssembly.Module;
  readonly form: ActivationForm;
  readonly report: KernelReport;
}

/** A backend of one thread on a compiled module. */
export type CreateOn = (module: WebAssembly.Module, form: ActivationForm) => Backend;

/**
 * Compiles the kernels to their final code and compares each that `compute` needs with the scalar reference; with `wide` as 256-bit code first, and
 * as plain 128-bit code when one disagrees. Throws "compute-failed" when that is wrong too: this machine or V8 cannot be trusted.
 */
export async function proveKernels(
  bytes: Uint8Array<ArrayBuffer>,
  wide: boolean,
  compute: ComputeMode,
  createOn: CreateOn,
): Promise<ProvenKernels> {
  const start = performance.now();
  let wrong: string | undefined;
  for (const tryWide of wide ? [true, false] : [false]) {
    const module = compileOptimised(bytes, tryWide);
    const found = await findWrongKernel(module, compute, createOn);
    if (found !== undefined) {
      wrong = found;
      continue;
    }
    const form = chooseForm(module);
    const simd = `${tryWide ? 256 : 128} bit, ${form === "bytes" ? "byte" : "16-bit"} products` as const;
    const check = wide && !tryWide ? "fell-back" : "passed";
    return { module, form, report: { wide: tryWide, check, checkMs: performance.now() - start, simd } };
  }
  const what = `the kernel of "${wrong}"`;
  const message = `On this machine ${what} disagrees with the scalar reference; use another Node version or backend.`;
  throw new HermesError("compute-failed", message, { what });
}

async function findWrongKernel(
  module: WebAssembly.Module,
  compute: ComputeMode,
  createOn: CreateOn,
): Promise<string | undefined> {
  const reference = createReferenceBackend();
  const backends = [createOn(module, "words"), createOn(module, "bytes")];
  try {
    return await findDisagreement(backends, reference, createProbes(compute));
  } finally {
    await Promise.all([reference, ...backends].map((backend) => backend.dispose()));
  }
}
