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
    onParentGone(() => process.kill(process.pid, "SIGTERM"));
    process.argv = [node, path, ...scriptArguments];
    await import(pathToFileURL(path).href);
    return;
  }
  const child = spawn(node, [path, ...scriptArguments], { stdio: "inherit" });
  // A terminal sends Ctrl-C to the child itself; passing it on would make it two.
  process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) process.on(signal, () => child.kill(signal));
  onParentGone(() => child.kill("SIGTERM"));
  child.on("error", (error) => {
    process.stderr.write(`${node} cannot be started: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 1 : constants.signals[signal]);
  });
}

/** How often it is looked whether the parent is still there. */
const PARENT_CHECK_MS = 500;

/**
 * Calls `stop` once the process that started this one is gone. A signal to npm ends npm and the shell it starts scripts in, and that
 * shell hands nothing on: what `npm start` serves would stay behind. Started by anything else, a process may outlive its parent.
 * @param {() => void} stop
 */
function onParentGone(stop) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, PARENT_CHECK_MS);
  timer.unref();
}
