import { Command } from "commander";
import { HermesError } from "../errors.ts";

/**
 * Refuses options of a command that do not go with what it is about to do: those that `add` adds. `doing` ends the message, as in
 * "--port does not go with answering once". Throws HermesError "usage".
 */
export function refuseOptions(command: Command, add: (command: Command) => Command, doing: string): void {
  const option = add(new Command()).options.find(
    (candidate) => command.getOptionValueSource(candidate.attributeName()) === "cli",
  );
  if (option === undefined) return;
  throw new HermesError("usage", `${option.long} does not go with ${doing}.`, { argument: option.attributeName() });
}
