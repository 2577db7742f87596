import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { HermesError } from "../../errors.ts";

/** Compiles a .wasm file that the build leaves beside its source; throws "dependency-missing" when it is not there. */
export async function compileKernels(file: URL): Promise<WebAssembly.Module> {
  const path = fileURLToPath(file);
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
