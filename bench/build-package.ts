import { execFileSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = `${root}build/bench/package`;

/** Compiles src/ as it ships, aside from dist/ and without checking types; gives its URL. So Node's type stripper neither costs memory nor time. */
export function buildPackage(): string {
  rmSync(target, { recursive: true, force: true });
  const compiler = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
  execFileSync(process.execPath, [compiler, "-p", "tsconfig.build.json", "--noCheck", "--outDir", target], {
    cwd: root,
    stdio: "inherit",
  });
  cpSync(`${root}src/kernels/wasm`, `${target}/kernels/wasm`, {
    recursive: true,
    filter: (path) => !/\.\w+$/.test(path) || path.endsWith(".wasm"),
  });
  return pathToFileURL(`${target}/`).href;
}
