import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { missingPackages } from "./packages.js";
import { findNode } from "./run.js";
import { staleModules } from "./wasm.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Installs packages that are missing or differ from the lock file and builds missing or stale WASM modules.
 * Prints only to standard error.
 * @returns {Promise<string>} the Node that runs this checkout's sources
 */
export async function prepareCheckout() {
  const missing = missingPackages(root);
  if (missing.length > 0) installPackages(missing);
  const node = findNode(root) ?? installNode();
  if (staleModules(root).length > 0) run("building the WASM kernels", node, [join(root, "tools", "build-wasm.ts")]);
  return node;
}

/** @param {string[]} missing */
function installPackages(missing) {
  // Started by npm, its own command-line script is named here; a plain "npm" serves everywhere else.
  const npm = process.env.npm_execpath;
  // The pinned Node comes with this installation, so the running one may be older than package.json asks for.
  const flags = ["ci", "--include=dev", "--engine-strict=false", "--no-audit", "--no-fund", "--loglevel=error"];
  const reason = `installing packages (${missing.length} missing or different)`;
  if (npm?.endsWith(".js")) run(reason, process.execPath, [npm, ...flags]);
  else run(reason, process.platform === "win32" ? "npm.cmd" : "npm", flags);
}

/** The npm package `node` fetches its binary in an install script, which a strict npm does not run. */
function installNode() {
  const folder = join(root, "node_modules", "node");
  run("installing the pinned Node", process.execPath, ["installArchSpecificPackage.js"], folder);
  const node = findNode(root);
  if (node === null)
    fail("the pinned Node is missing after its installation", "install Node 22.18 or later and try again");
  return node;
}

/**
 * @param {string} what
 * @param {string} command
 * @param {string[]} commandArguments
 */
function run(what, command, commandArguments, cwd = root) {
  process.stderr.write(`${what} …\n`);
  // Standard output belongs to the script that follows.
  const result = spawnSync(command, commandArguments, {
    cwd,
    stdio: ["ignore", 2, 2],
    shell: command.endsWith(".cmd"),
  });
  if (result.status !== 0) fail(`${what} failed`, `run \`${[command, ...commandArguments].join(" ")}\` to see why`);
}

/**
 * @param {string} what
 * @param {string} advice
 * @returns {never}
 */
function fail(what, advice) {
  process.stderr.write(`${what}: ${advice}\n`);
  if (!existsSync(join(root, "package-lock.json")))
    process.stderr.write("package-lock.json is missing: is this a whole checkout?\n");
  process.exit(1);
}
