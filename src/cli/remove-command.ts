import type { Command } from "commander";
import { HermesError } from "../errors.ts";
import { EMBEDDED_MODEL, planRemoval, removeModel } from "../hub/index.ts";
import { confirm } from "./confirm.ts";
import { readEnvironmentHubSettings } from "./hub-settings.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import { renderBytes } from "./rows.ts";
import type { Terminal } from "./terminal.ts";

export function addRemoveCommand(program: Command, terminal: Terminal): void {
  program
    .command("remove")
    .description("remove a model from the cache; other tools that use the cache lose it too")
    .argument("<model>", "ORG/NAME or an alias: all of it; with @REVISION or :QUANTIZATION only that")
    .option("--yes", "do not ask")
    .action(async (model: string, { yes }: { readonly yes?: boolean }) => {
      if (model === EMBEDDED_MODEL) throw refuse(`${EMBEDDED_MODEL} comes with this package and is not removed`);
      await abortOnInterrupt((signal) => remove(model, yes === true, terminal, signal));
    });
}

async function remove(model: string, yes: boolean, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const settings = readEnvironmentHubSettings();
  const { reference, files, freedBytes } = planRemoval(model, settings);
  const what = `${model}${model === reference.repository ? "" : ` (${reference.repository})`}: ${files.length} files, ${renderBytes(freedBytes)}`;
  if (!yes && !(await confirm(`Remove ${what}?`, terminal, signal))) {
    throw refuse(`${what}: not removed. Add --yes to remove it.`);
  }
  const onWait = () => terminal.writeError("another process is at work on this model; waiting for it\n");
  const removal = await removeModel(model, { settings, signal, onWait });
  terminal.write(`removed ${model}, ${renderBytes(removal.freedBytes)} freed\n`);
}

function refuse(message: string): HermesError {
  return new HermesError("usage", message, { argument: "model" });
}
