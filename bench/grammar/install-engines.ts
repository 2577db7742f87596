import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The engines of constrained decoding on npm that we compare ourselves with. */
export const PEERS = {
  "@mlc-ai/web-xgrammar": "0.1.27",
  "@huggingface/transformers-structured-output": "4.3.0",
} as const;

const folder = fileURLToPath(new URL("../../build/peer-grammar", import.meta.url));

/** Installs them under build/ when they are not there (3 MB, no install scripts), and gives the folder. */
export function installEngines(): string {
  if (Object.entries(PEERS).every(([name, version]) => installedVersion(name) === version)) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: PEERS }));
  const flags = ["--legacy-peer-deps", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund"];
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm?.endsWith(".js") ? [process.execPath, npm] : ["npm"];
  const result = spawnSync(command!, [...first, "install", ...flags, "--loglevel=error"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32" && first.length === 0,
  });
  if (result.status !== 0)
    throw new Error(`installing the engines failed; run \`npm install\` in ${folder} to see why`);
  return folder;
}

function installedVersion(name: string): string | null {
  try {
    return JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")).version;
  } catch {
    return null;
  }
}
