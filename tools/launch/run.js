import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** First Node that runs TypeScript sources without a flag; also `engines` in package.json. */
const minimum = { major: 22, minor: 18 };

/** @param {string} version for example "v22.18.0" */
export function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major > minimum.major || (major === minimum.major && minor >= minimum.minor);
}

/**
 * Path of the Node that runs the sources of this checkout: the running one when it is new enough, else the pinned one.
 * @param {string} root
 * @returns {string | null} null when the pinned Node is not installed
 */
export function findNode(root) {
  if (runsTypeScript(process.version)) return process.execPath;
  const pinned = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  return existsSync(pinned) ? pinned : null;
}

/**
 * Goes on with `script`: by importing it when `node` is the running Node, else in a child that gets the signals and
 * gives the exit code.
 * @param {string} node
 * @param {string} script
 * @param {string[]} scriptArguments
 */
export async function continueIn(node, script, scriptArguments) {
  const path = resolve(script);
  if (node === process.execPath) {
    process.argv = [node, path, ...scriptArguments];
    await import(pathToFileURL(path).href);
    return;
  }
  const child = spawn(node, [path, ...scriptArguments], { stdio: "inherit" });
  // A terminal sends Ctrl-C to the child itself; passing it on would make it two.
  process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    process.stderr.write(`${node} cannot be started: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 1 : constants.signals[signal]);
  });
}
