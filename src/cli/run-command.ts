import type { Command } from "commander";
import { HermesError } from "../errors.ts";
import { answerOnce } from "./answer-once.ts";
import { withoutUndefined } from "./chat-request.ts";
import { addGenerationOptions } from "./flags.ts";
import { readGenerationFlags } from "./read-config.ts";
import { addConstraintOptions, type ConstraintFlags, readConstraint } from "./read-constraint.ts";
import { readAll } from "./read-input.ts";
import type { Terminal } from "./terminal.ts";

export function addRunCommand(program: Command, terminal: Terminal, setExitCode: (code: number) => void): void {
  const command = program
    .command("run")
    .description("answer one prompt: text on standard output, the thought on standard error")
    .argument("[prompt]", "the prompt; without it, standard input is read")
    .option("--json", "print one object with reasoning, content, tool calls, usage and timings");
  addConstraintOptions(addGenerationOptions(command, false)).action(
    async (argument: string | undefined, given: ConstraintFlags & { readonly json?: boolean }, run: Command) => {
      const prompt = argument ?? (terminal.interactive ? "" : await readAll(terminal.input));
      if (prompt.trim() === "") {
        throw new HermesError("usage", 'nothing to answer: give a prompt, as in hermes run "What is 17 + 25?"', {
          argument: "prompt",
        });
      }
      const constraint = await readConstraint(given);
      const flags = await readGenerationFlags(run, terminal, false);
      const asked = {
        ...flags,
        json: given.json === true,
        ...withoutUndefined({ constraint, finishWithinBudget: given.finish }),
      };
      setExitCode(await answerOnce(prompt, asked, terminal));
    },
  );
}
