import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Packages {
  /** Folder under build/. */
  readonly folder: string;
  /** Name and exact version of each. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Options of `npm install` beside those that every installation here gets. */
  readonly flags: readonly string[];
}

/** Installs packages under build/ when they are not there, and gives the folder. No install script runs. */
export function installPackages({ folder: name, dependencies, flags }: Packages): string {
  const folder = fileURLToPath(new URL(`../build/${name}`, import.meta.url));
  const wanted = Object.entries(dependencies);
  if (wanted.every(([dependency, version]) => installedVersion(folder, dependency) === version)) return folder;
  process.stdout.write(
    `installing ${wanted.map(([dependency, version]) => `${dependency} ${version}`).join(", ")} …\n`,
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  const all = [...flags, "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
  // Started by npm, its own command-line script is named here; a plain "npm" serves everywhere else.
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm?.endsWith(".js") ? [process.execPath, npm] : ["npm"];
  const result = spawnSync(command!, [...first, "install", ...all], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32" && first.length === 0,
  });
  if (result.status !== 0) throw new Error(`the installation failed; run \`npm install\` in ${folder} to see why`);
  return folder;
}

function installedVersion(folder: string, name: string): string | null {
  try {
    return JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")).version;
  } catch {
    return null;
  }
}
