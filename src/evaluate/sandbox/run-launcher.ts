import { type ChildProcess, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { LAUNCHER } from "./launcher.ts";

/** What the launcher says on its third descriptor. */
export interface LauncherMessage {
  readonly ready?: true;
  readonly exit?: number;
  readonly signal?: number;
  readonly limit?: "time" | "memory";
  readonly error?: string;
}

export interface LauncherReport {
  readonly messages: readonly LauncherMessage[];
  readonly stdout: string;
  readonly stderr: string;
  /** More output than is taken; the program was killed for it. */
  readonly flooded: boolean;
  /** The launcher had to be killed. */
  readonly stuck: boolean;
  /** How the launcher itself ended: its exit code, or the signal. */
  readonly ending: string;
}

/** Bytes of each stream that are taken. */
export const MOST_OUTPUT_BYTES = 8 * 2 ** 20;
/** The launcher's own words. */
const MOST_MESSAGE_BYTES = 64 * 2 ** 10;
/** Beyond the program's time, for building and tearing down on a busy machine. */
const PATIENCE_MS = 20_000;

/** Starts the launcher with a task, feeds the program, and resolves when every process of it is gone. */
export async function runLauncher(
  python: string,
  task: object,
  program: { readonly stdin: string; readonly timeoutMs: number },
  signal?: AbortSignal,
): Promise<LauncherReport> {
  const child = spawn(python, ["-I", "-S", "-B", "-c", LAUNCHER], {
    stdio: ["pipe", "pipe", "pipe", "pipe", "pipe"],
    cwd: "/",
    env: {},
    // A session of its own: an interrupt at the terminal is the run's to handle.
    detached: true,
  });
  const end = () => child.kill("SIGTERM");
  let stuck = false;
  const timer = setTimeout(() => {
    stuck = true;
    child.kill("SIGKILL");
  }, program.timeoutMs + PATIENCE_MS);
  signal?.addEventListener("abort", end, { once: true });
  const [, stdout, stderr, said, told] = child.stdio as [Writable, Readable, Readable, Readable, Writable];
  const outputs = [new Capture(stdout, MOST_OUTPUT_BYTES, end), new Capture(stderr, MOST_OUTPUT_BYTES, end)];
  const messages = new Capture(said, MOST_MESSAGE_BYTES, end);
  feed(told, JSON.stringify(task));
  feed(child.stdin!, program.stdin);
  let ending: string;
  try {
    ending = await ended(child);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
  }
  return {
    messages: parseLines(messages.text),
    stdout: outputs[0]!.text,
    stderr: outputs[1]!.text,
    flooded: outputs.some(({ flooded }) => flooded),
    stuck,
    ending,
  };
}

/** The beginning of a stream. */
class Capture {
  readonly #pieces: Buffer[] = [];
  #length = 0;
  flooded = false;

  constructor(stream: Readable, most: number, onFlood: () => void) {
    stream.on("error", () => {});
    stream.on("data", (piece: Buffer) => {
      const rest = most - this.#length;
      this.#pieces.push(piece.length > rest ? piece.subarray(0, rest) : piece);
      this.#length += Math.min(rest, piece.length);
      if (piece.length <= rest || this.flooded) return;
      this.flooded = true;
      onFlood();
    });
  }

  get text(): string {
    return new TextDecoder("utf-8").decode(Buffer.concat(this.#pieces));
  }
}

/** Whoever reads may stop reading. */
function feed(stream: Writable, text: string): void {
  stream.on("error", () => {});
  stream.end(text);
}

/** Rejects where the launcher cannot be started at all. */
function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(signal ?? `code ${code}`));
  });
}

function parseLines(text: string): LauncherMessage[] {
  return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as LauncherMessage]));
}
