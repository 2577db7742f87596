import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { HermesError } from "../../errors.ts";

/** Bytes of a .wasm file that the build leaves beside its source; throws "dependency-missing" when it is not there. */
export async function readKernels(file: URL): Promise<Uint8Array<ArrayBuffer>> {
  const path = fileURLToPath(file);
  try {
    return await readFile(path);
  } catch (cause) {
    throw new HermesError(
      "dependency-missing",
      `The compiled kernels are missing at ${path}; run \`npm run build\`.`,
      { what: path, install: "npm run build" },
      { cause },
    );
  }
}

/** Compiles a .wasm file as V8 pleases. */
export async function compileKernels(file: URL): Promise<WebAssembly.Module> {
  return new WebAssembly.Module(await readKernels(file));
}

/**
 * V8's revectorisation joins pairs of adjacent 128-bit operations into 256-bit ones, twice the speed of the kernels. It is
 * experimental: a version that we have not tested might abort the process while compiling, so only these get it (Node 24).
 */
const TESTED_V8 = /^13\.6\./;

export function canCompileWide(v8: string = process.versions.v8): boolean {
  return TESTED_V8.test(v8);
}

/** While these are off V8 compiles every function at once with its optimising compiler, the only one that joins operations. */
const LATER_FLAGS = ["liftoff", "wasm-lazy-compilation"];
/** Inlining depends on what ran before, so what a check saw would not be what runs later. Unknown to some V8 that we have not tested. */
const INLINING_FLAG = "wasm-inlining";
const WIDE_FLAG = "experimental-wasm-revectorize";

/**
 * Compiles a whole module to its final code, 30 ms of CPU for the kernels; with `wide`, 256-bit code where V8 finds pairs. V8's flags
 * are set back at once.
 */
export function compileOptimised(bytes: Uint8Array<ArrayBuffer>, wide: boolean): WebAssembly.Module {
  const off = canCompileWide() ? [...LATER_FLAGS, INLINING_FLAG] : LATER_FLAGS;
  for (const flag of off) setFlagsFromString(`--no-${flag}`);
  // Also off explicitly: the trainer leaves it on.
  if (wide || canCompileWide()) setFlagsFromString(`--${wide ? "" : "no-"}${WIDE_FLAG}`);
  try {
    return new WebAssembly.Module(wide ? bytes : withMark(bytes));
  } finally {
    if (wide) setFlagsFromString(`--no-${WIDE_FLAG}`);
    for (const flag of off) setFlagsFromString(`--${flag}`);
  }
}

/** The same module with a custom section of one byte: V8 gives equal bytes the code that it compiled before. */
function withMark(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const marked = new Uint8Array(bytes.length + 4);
  marked.set(bytes);
  // Section 0 of two bytes: a name of one letter.
  marked.set([0, 2, 1, "n".charCodeAt(0)], bytes.length);
  return marked;
}
