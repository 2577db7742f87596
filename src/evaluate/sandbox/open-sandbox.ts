import type { CodeSandbox, SandboxResult } from "../../environments/index.ts";
import { isHermesError } from "../../errors.ts";
import { PROBE } from "./probe.ts";
import { findPython, type Python } from "./python.ts";
import { PythonSandbox } from "./python-sandbox.ts";

/** A sandbox that holds here, or why there is none. */
export type OpenedSandbox =
  | { readonly sandbox: CodeSandbox; readonly reason?: undefined }
  | { readonly sandbox: null; readonly reason: string };

/**
 * Finds out by trying whether code can run here and do no harm: programs that try the network, files, processes, memory, capabilities and
 * time must all be stopped. Runs nothing else.
 */
export async function openSandbox(): Promise<OpenedSandbox> {
  if (process.platform !== "linux") return none(`it takes Linux, and this is ${process.platform}`);
  if (process.arch !== "x64" && process.arch !== "arm64") return none(`it knows x64 and arm64, not ${process.arch}`);
  const python = await findPython();
  if (python === null) return none("there is no python3 on the search path");
  try {
    const fault = await findFault(python);
    return fault === null ? { sandbox: new PythonSandbox(python) } : none(fault);
  } catch (error) {
    if (!isHermesError(error, "environment-failed")) throw error;
    return none(error.message);
  }
}

const MEMORY_BYTES = 256 * 2 ** 20;

async function findFault(python: Python): Promise<string | null> {
  const sandbox = new PythonSandbox(python);
  const run = (source: string, timeoutMs: number) =>
    sandbox.run({ language: "python", source, stdin: "", timeoutMs, memoryBytes: MEMORY_BYTES });
  const probed = await run(PROBE, 20_000);
  if (probed.stdout !== "ok\n") return `the probe says: ${wordsOf(probed)}`;
  const endless = await run("while True: pass", 200);
  return endless.outcome === "timed-out" ? null : `an endless program ended as "${endless.outcome}"`;
}

function wordsOf({ outcome, stdout, stderr }: SandboxResult): string {
  return stdout.trim() || `${outcome} ${stderr.trim().split("\n").at(-1) ?? ""}`.trim();
}

function none(reason: string): OpenedSandbox {
  return { sandbox: null, reason };
}
