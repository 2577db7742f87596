import type { Readable, Writable } from "node:stream";

/** Where a command reads and writes. Answers go to standard output, everything about them to standard error. */
export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
  /** Somebody types: standard input is a terminal. */
  readonly interactive: boolean;
  /** Somebody watches: standard error is a terminal. */
  readonly watched: boolean;
  /** Standard output is a terminal. */
  readonly outputWatched: boolean;
  /** Variables of the environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  write(text: string): void;
  writeError(text: string): void;
  /** Dimmed text for standard error, unchanged where colours are off. */
  dim(text: string): string;
}

/**
 * The terminal of this process. A reader that goes away (`hermes … | head -1`) ends the process quietly; output that cannot be
 * written, as on a full disk, ends it with 1.
 */
export function createTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0);
      if (stream === stdout) stderr.write(`hermes: the output could not be written: ${error.message}\n`);
      process.exit(1);
    });
  }
  const colours = stderr.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
  return {
    input: stdin,
    output: stdout,
    interactive: stdin.isTTY === true,
    watched: stderr.isTTY === true,
    outputWatched: stdout.isTTY === true,
    environment: env,
    write: (text) => void stdout.write(text),
    writeError: (text) => void stderr.write(text),
    dim: (text) => (colours ? `\u001b[2m${text}\u001b[22m` : text),
  };
}
