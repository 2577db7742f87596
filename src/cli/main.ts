import { Command, CommanderError } from "commander";
import { type ErrorCode, isHermesError } from "../errors.ts";
import { addBenchCommand } from "./bench-command.ts";
import { addChatCommand } from "./chat-command.ts";
import { addConfigCommand } from "./config-command.ts";
import { addDeployCommand } from "./deploy-command.ts";
import { addDoctorCommand } from "./doctor/doctor-command.ts";
import { addEvalCommand } from "./eval/eval-command.ts";
import { addGrammarCommand } from "./grammar/grammar-command.ts";
import { addInspectCommand } from "./inspect-command.ts";
import { addKeyCommand } from "./keys/key-command.ts";
import { addListCommand } from "./list-command.ts";
import { addParseCommand } from "./parse-command.ts";
import { addPullCommand } from "./pull-command.ts";
import { addRemoveCommand } from "./remove-command.ts";
import { addRenderCommand } from "./render-command.ts";
import { addRepairCommand } from "./repair-command.ts";
import { addRunCommand } from "./run-command.ts";
import { addServeCommand } from "./serve/serve-command.ts";
import { addStartCommand } from "./start-command.ts";
import { packageSurroundings, type Surroundings } from "./surroundings.ts";
import { createTerminal, type Terminal } from "./terminal.ts";
import { readVersion } from "./version.ts";

const exitCodes = { success: 0, failure: 1, usage: 2 } as const;
/** What was asked for is wrong, or cannot be kept to: to try again would change nothing. */
const refusals: readonly ErrorCode[] = ["usage", "schema-invalid", "schema-unsupported", "grammar-limit"];

/**
 * The `hermes` command. `commandArguments` are those behind the name of the command; the result is the exit code:
 * 0 success, 1 failure (with a message that says what to do), 2 usage or a refused schema, 130 stopped by Ctrl-C.
 */
export async function runCli(
  commandArguments: readonly string[],
  terminal: Terminal = createTerminal(),
  surroundings: Surroundings = packageSurroundings,
): Promise<number> {
  let exitCode: number = exitCodes.success;
  const program = createProgram(terminal, surroundings, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(commandArguments, { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has printed its own message; help and version end this way too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.success : exitCodes.usage;
    terminal.writeError(`hermes: ${describeFailure(error, program.opts<{ verbose?: boolean }>().verbose === true)}\n`);
    return isHermesError(error) && refusals.includes(error.code) ? exitCodes.usage : exitCodes.failure;
  }
}

/** `setExitCode` is for commands that end without an error, but not with 0. */
function createProgram(terminal: Terminal, surroundings: Surroundings, setExitCode: (code: number) => void): Command {
  const program = new Command("hermes")
    .description("Talks to Hermes 4 models: hybrid reasoning, tool calls, on this computer.")
    .version(readVersion(), "--version", "print the version")
    .option("--verbose", "print the stack of a failure")
    .exitOverride()
    .configureOutput({ writeOut: terminal.write, writeErr: terminal.writeError })
    .showHelpAfterError("(add --help for the options)");
  addRunCommand(program, terminal, setExitCode);
  addChatCommand(program, terminal);
  addServeCommand(program, terminal, surroundings, setExitCode);
  addStartCommand(program, terminal, surroundings, setExitCode);
  addConfigCommand(program, terminal);
  addKeyCommand(program, terminal);
  addRenderCommand(program, terminal);
  addParseCommand(program, terminal);
  addRepairCommand(program, terminal, setExitCode);
  addGrammarCommand(program, terminal, setExitCode);
  addBenchCommand(program, terminal);
  addEvalCommand(program, terminal, setExitCode);
  addInspectCommand(program, terminal, setExitCode);
  addDoctorCommand(program, terminal, setExitCode);
  addPullCommand(program, terminal, setExitCode);
  addListCommand(program, terminal);
  addRemoveCommand(program, terminal);
  addDeployCommand(program, terminal);
  return program;
}

function describeFailure(error: unknown, verbose: boolean): string {
  if (!(error instanceof Error)) return String(error);
  if (verbose) return error.stack ?? error.message;
  if (isHermesError(error)) return error.message;
  return `${error.message} (this looks like a fault of hermes itself; --verbose prints where)`;
}
