/** For tests only: the command line in this process, with a terminal made of strings. */
import { PassThrough, Readable } from "node:stream";
import { runCli } from "./main.ts";
import type { Terminal } from "./terminal.ts";

export interface CliResult {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

export interface TestTerminalOptions {
  /** Standard input. */
  readonly input?: string;
  /** Pretend that somebody types the input. */
  readonly interactive?: boolean;
  /** Pretend that somebody watches both outputs. */
  readonly watched?: boolean;
  /** Default: none, and a home without settings. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** No user's own settings are found here. */
const NO_SETTINGS = { XDG_CONFIG_HOME: "/nowhere" };

/** Runs `hermes` with these arguments. */
export async function runTestCli(
  commandArguments: readonly string[],
  options: TestTerminalOptions = {},
): Promise<CliResult> {
  let [output, errors] = ["", ""];
  const watched = options.watched === true;
  const terminal: Terminal = {
    input: Readable.from([Buffer.from(options.input ?? "")]),
    output: new PassThrough().resume(),
    interactive: options.interactive === true,
    watched,
    outputWatched: watched,
    environment: options.environment ?? NO_SETTINGS,
    write: (text) => {
      output += text;
    },
    writeError: (text) => {
      errors += text;
    },
    dim: (text) => (watched ? `<dim>${text}</dim>` : text),
  };
  const exitCode = await runCli(commandArguments, terminal);
  return { exitCode, output, errors };
}
