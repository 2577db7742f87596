import type { Command } from "commander";
import { aliases, EMBEDDED_MODEL, findModel, type Licence, pullModel } from "../hub/index.ts";
import { confirm } from "./confirm.ts";
import { readEnvironmentHubSettings } from "./hub-settings.ts";
import { abortOnInterrupt, interruptedExitCode } from "./interrupt.ts";
import { PullProgress } from "./pull-progress.ts";
import { renderBytes } from "./rows.ts";
import type { Terminal } from "./terminal.ts";

interface PullFlags {
  readonly include?: readonly string[];
  readonly yes?: boolean;
}

export function addPullCommand(program: Command, terminal: Terminal, setExitCode: (code: number) => void): void {
  program
    .command("pull")
    .description("fetch a model from the Hugging Face hub into the cache that its own tools use; prints the folder")
    .argument("<model>", "ORG/NAME, with @REVISION or :QUANTIZATION, or an alias")
    .option("--include <glob...>", "these files instead of the ones an engine needs; * is any text")
    .option("--yes", "accept the licence of the model")
    .addHelpText("after", `\nAliases:\n${describeAliases()}`)
    .action(async (model: string, flags: PullFlags) => {
      await abortOnInterrupt(async (signal) => {
        try {
          terminal.write(`${await pull(model, flags, terminal, signal)}\n`);
        } catch (error) {
          if (!signal.aborted) throw error;
          terminal.writeError("stopped; the same command goes on from here\n");
          setExitCode(interruptedExitCode);
        }
      });
    });
}

/** The folder of the model. */
async function pull(model: string, flags: PullFlags, terminal: Terminal, signal: AbortSignal): Promise<string> {
  const settings = readEnvironmentHubSettings();
  const embedded = model === EMBEDDED_MODEL ? findModel(model, settings) : null;
  if (embedded !== null) return embedded.folder;
  const progress = new PullProgress(terminal);
  const acceptLicence = async (repository: string, { name, url }: Licence, downloadBytes: number): Promise<boolean> => {
    terminal.writeError(`${repository}: ${name}, ${url}\n`);
    return (
      flags.yes === true || confirm(`Accept this licence and fetch ${renderBytes(downloadBytes)}?`, terminal, signal)
    );
  };
  try {
    const { folder, missing } = await pullModel(model, {
      settings,
      acceptLicence,
      signal,
      onEvent: (event) => progress.show(event),
      ...(flags.include === undefined ? {} : { include: flags.include }),
    });
    progress.clear();
    if (missing.length > 0) terminal.writeError(`warning: no engine here opens it without ${missing.join(", ")}\n`);
    return folder;
  } finally {
    progress.clear();
  }
}

function describeAliases(): string {
  const rows = Object.entries(aliases).map(([name, { repository, licence }]) => [name, `${repository} (${licence})`]);
  return [...rows, [EMBEDDED_MODEL, "comes with this package"]]
    .map(([name = "", meaning]) => `  ${name.padEnd(20)}${meaning}`)
    .join("\n");
}
