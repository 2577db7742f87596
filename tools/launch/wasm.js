import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * WASM modules (src/kernels/wasm/NAME.as.ts) whose NAME.wasm is missing or older than any AssemblyScript source or the
 * build script.
 * @param {string} root
 * @returns {string[]} paths of the .wasm files to build
 */
export function staleModules(root) {
  const kernels = join(root, "src", "kernels");
  const sources = readdirSync(kernels, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".as.ts"));
  const newest = Math.max(
    ...[join(root, "tools", "build-wasm.ts"), ...sources.map((name) => join(kernels, name))].map(changed),
  );
  return sources
    .filter((name) => dirname(name) === "wasm")
    .map((name) => join(kernels, name.replace(/\.as\.ts$/, ".wasm")))
    .filter((output) => changed(output) < newest);
}

/**
 * @param {string} path
 * @returns {number} time of the last change; 0 when there is no such file
 */
function changed(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
