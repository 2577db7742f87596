import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { HermesError } from "../../errors.ts";

/** Compiles src/kernels/wasm/<name>.wasm, which the build leaves beside this file. */
export async function compileKernels(name: "inference" | "bench"): Promise<WebAssembly.Module> {
  const path = fileURLToPath(new URL(`./${name}.wasm`, import.meta.url));
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new HermesError(
      "dependency-missing",
      `The compiled kernels are missing at ${path}; run \`npm run build\`.`,
      { what: path, install: "npm run build" },
      { cause },
    );
  }
  return WebAssembly.compile(bytes);
}
