import { mkdtemp, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CodeSandbox, SandboxProgram, SandboxResult } from "../../environments/index.ts";
import { HermesError } from "../../errors.ts";
import type { Python } from "./python.ts";
import { type LauncherReport, runLauncher } from "./run-launcher.ts";

/** Processes and threads of a program. */
export const MOST_PROCESSES = 16;
const MOST_FILES = 64;
/** Of all files of a program together, which lie in memory. */
const FILE_BYTES = 64 * 2 ** 20;

/** Where libraries of the system lie; of these, those that exist can be read inside. */
const systemPaths = ["/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/nix/store"];

/**
 * Runs Python in namespaces of its own on Linux: no network, no files but the interpreter's (read-only) and an empty folder in memory, no
 * capabilities, limits of time, memory, processes and output. All that a program has started is gone when `run` settles. `openSandbox` probes
 * whether all this holds here.
 */
export class PythonSandbox implements CodeSandbox {
  readonly name: string;
  readonly #python: Python;

  constructor(python: Python) {
    this.#python = python;
    this.name = `namespaces, Python ${python.version}`;
  }

  async run(program: SandboxProgram, signal?: AbortSignal): Promise<SandboxResult> {
    signal?.throwIfAborted();
    if (program.source.includes("\0")) return ZERO_BYTE;
    const root = await mkdtemp(join(tmpdir(), "hermes-box-"));
    try {
      const task = {
        root,
        read: [...systemPaths, ...this.#python.paths, this.#python.executable],
        interpreter: this.#python.executable,
        source: program.source,
        seconds: program.timeoutMs / 1000,
        memory: program.memoryBytes,
        processes: MOST_PROCESSES,
        files: MOST_FILES,
        fileBytes: FILE_BYTES,
      };
      const report = await runLauncher(this.#python.executable, task, program, signal).catch((cause: unknown) => {
        throw failed(String(cause), cause);
      });
      signal?.throwIfAborted();
      return resultOf(report);
    } finally {
      await rmdir(root);
    }
  }
}

const SIGXCPU = 24;

/** Python before 3.12 may take a zero byte for the end of the file, and so leave out the tests behind a model's code. */
const ZERO_BYTE: SandboxResult = {
  outcome: "exited",
  exitCode: 1,
  stdout: "",
  stderr: "SyntaxError: source code cannot contain null bytes",
};

function resultOf({ messages, flooded, stdout, stderr, stuck, ending }: LauncherReport): SandboxResult {
  const last = Object.assign({}, ...messages) as (typeof messages)[number];
  const texts = { exitCode: null, stdout, stderr };
  if (last.error !== undefined) throw failed(last.error);
  if (stuck) throw failed("it did not end in time");
  if (last.ready !== true)
    throw failed(`the launcher ended by ${ending} without a word ${stderr.slice(0, 500)}`.trimEnd());
  if (last.limit === "time" || last.signal === SIGXCPU) return { ...texts, outcome: "timed-out" };
  if (last.limit === "memory") return { ...texts, outcome: "out-of-memory" };
  if (flooded || last.exit === undefined) return { ...texts, outcome: "killed" };
  const isFull = last.exit !== 0 && /^MemoryError\b/m.test(stderr.slice(-200));
  return { ...texts, outcome: isFull ? "out-of-memory" : "exited", exitCode: last.exit };
}

function failed(what: string, cause?: unknown): HermesError<"environment-failed"> {
  return new HermesError("environment-failed", `the sandbox failed: ${what}`, { kind: "sandbox" }, { cause });
}
