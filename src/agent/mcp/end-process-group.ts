import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

/** Milliseconds that a process gets to end by itself when its input ends, and again when it is asked to. */
const PATIENCE_MS = 1000;
const POLL_MS = 20;

/**
 * Ends a process and its group: closes its input, which is how the protocol says goodbye, then SIGTERM, then SIGKILL. Resolves when
 * none of the group is left, or all of it is killed.
 */
export async function endProcessGroup(child: ChildProcessWithoutNullStreams): Promise<void> {
  child.stdin.end();
  if (await ended(child)) return;
  signalGroup(child, "SIGTERM");
  if (await ended(child)) return;
  signalGroup(child, "SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<boolean> {
  for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
    if (!isAlive(child)) return true;
    await wait(POLL_MS);
  }
  return !isAlive(child);
}

/** Whether the process or anything it has started is there. On Windows there are no groups: the process alone counts. */
function isAlive(child: ChildProcessWithoutNullStreams): boolean {
  return signalGroup(child, 0);
}

/** False where there is nobody to get the signal; 0 only looks. */
function signalGroup(child: ChildProcessWithoutNullStreams, signal: NodeJS.Signals | 0): boolean {
  if (child.pid === undefined) return false;
  try {
    if (process.platform === "win32") return child.exitCode === null && child.kill(signal);
    return process.kill(-child.pid, signal);
  } catch {
    return false;
  }
}
