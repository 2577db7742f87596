import type { Command } from "commander";
import { HermesError } from "../../errors.ts";
import type { Terminal } from "../terminal.ts";
import { checkBatchFile } from "./check-batch-file.ts";
import { checkInstances, type InstanceFlags } from "./check-instances.ts";

export function addGrammarCommand(program: Command, terminal: Terminal, setExitCode: (code: number) => void): void {
  program
    .command("grammar")
    .description("look into the constraints of answers")
    .command("check")
    .description(
      "feed files token by token to the grammar of a schema, or to one as it is: accepted, or where and why not",
    )
    .argument("[instances...]", "JSON files; with --grammar, text files")
    .option("--schema <file>", "JSON Schema")
    .option("--grammar <file>", "context-free grammar (EBNF as in GBNF)")
    .option("--tokenizer <dir>", "model folder with the tokenizer", "nano")
    .option("--any-order", "accept members in every order, not only in the schema's")
    .option(
      "--batch <file>",
      "JSON lines { id, schema, tests: [{ data, valid }] }, in every order; one line out for each",
    )
    .option("--json", "print one object with all results")
    .action(async (instances: readonly string[], flags: InstanceFlags & { readonly batch?: string }) => {
      if (flags.batch === undefined) return setExitCode((await checkInstances(instances, flags, terminal)) ? 0 : 1);
      if (
        flags.schema !== undefined ||
        flags.grammar !== undefined ||
        flags.anyOrder !== undefined ||
        instances.length > 0
      ) {
        const message =
          "--batch brings schemas and data, and takes every order: leave --schema, --grammar, --any-order and the files out.";
        throw new HermesError("usage", message, { argument: "batch" });
      }
      await checkBatchFile(flags.batch, flags.tokenizer, terminal);
    });
}
