import { join } from "node:path";
import { installPackages } from "../install-packages.ts";

/** What we compare ourselves with. */
export const PEER = { name: "node-llama-cpp", version: "3.22.1" } as const;

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
  const names = [PEER.name, `@node-llama-cpp/${platform}`];
  const folder = installPackages({
    folder: "peer",
    dependencies: Object.fromEntries(names.map((name) => [name, PEER.version])),
    flags: ["--omit=optional", "--omit=peer"],
  });
  return join(folder, "node_modules", PEER.name, "dist", "index.js");
}
