import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What we compare ourselves with. */
export const PEER = { name: "node-llama-cpp", version: "3.22.1" } as const;

const folder = fileURLToPath(new URL("../../build/peer", import.meta.url));

/** Names of the packages with the compiled llama.cpp for the CPU. */
const platforms: Readonly<Record<string, string>> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "darwin-x64": "mac-x64",
  "darwin-arm64": "mac-arm64-metal",
  "win32-x64": "win-x64",
  "win32-arm64": "win-arm64",
};

/**
 * Installs the peer under build/peer when it is not there, and gives the path of its module. Of its fourteen platform
 * packages only this machine's CPU one is taken (85 MB in all, where all those for Linux would be more than a gigabyte), and
 * no install script runs, so nothing is downloaded or compiled behind npm's back.
 */
export function installPeer(): string {
  const platform = platforms[`${process.platform}-${process.arch}`];
  if (platform === undefined) throw new Error(`${PEER.name} has no package for ${process.platform}-${process.arch}`);
  const wanted = [PEER.name, `@node-llama-cpp/${platform}`];
  if (!wanted.every((name) => installedVersion(name) === PEER.version)) install(wanted);
  return join(folder, "node_modules", PEER.name, "dist", "index.js");
}

function installedVersion(name: string): string | null {
  try {
    return JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")).version;
  } catch {
    return null;
  }
}

function install(names: readonly string[]): void {
  process.stdout.write(`installing ${PEER.name} ${PEER.version} for this machine …\n`);
  mkdirSync(folder, { recursive: true });
  const dependencies = Object.fromEntries(names.map((name) => [name, PEER.version]));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  const flags = ["--omit=optional", "--omit=peer", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund"];
  // Started by npm, its own command-line script is named here; a plain "npm" serves everywhere else.
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm?.endsWith(".js") ? [process.execPath, npm] : ["npm"];
  const result = spawnSync(command!, [...first, "install", ...flags, "--loglevel=error"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32" && first.length === 0,
  });
  if (result.status !== 0)
    throw new Error(`installing ${PEER.name} failed; run \`npm install\` in ${folder} to see why`);
}
