import type { Command } from "commander";
import { isHermesError } from "../errors.ts";
import {
  type RepairChange,
  type RepairQuestion,
  type RepairResult,
  renderSchemaError,
  repairJson,
  type TextEdit,
} from "../grammar/index.ts";
import type { Hermes } from "../hermes.ts";
import { loadModel } from "./load-model.ts";
import { readAll, readUserFile } from "./read-input.ts";
import { readSchemaFile } from "./read-schema.ts";
import type { Terminal } from "./terminal.ts";

interface RepairFlags {
  readonly schema: string;
  readonly model?: string;
  readonly json?: boolean;
}

export function addRepairCommand(program: Command, terminal: Terminal, setExitCode: (code: number) => void): void {
  program
    .command("repair")
    .description("make valid JSON of a broken text: the value on standard output, what was done on standard error")
    .argument("[file]", "the text; without it, or for -, standard input is read")
    .requiredOption("--schema <file>", "JSON Schema that the value must meet")
    .option("--model <what>", "a model for what cannot be corrected without one: nano, a folder, http://…/v1, …")
    .option("--json", "print one object with value, stages, edits, changes and errors")
    .action(async (file: string | undefined, flags: RepairFlags) => {
      const schema = await readSchemaFile(flags.schema);
      const isInput = file === undefined || file === "-";
      const text = isInput ? await readAll(terminal.input) : await readUserFile(file, "the text");
      const result = await repairText(text, schema, flags, terminal);
      if (flags.json) terminal.write(`${JSON.stringify(result)}\n`);
      else printResult(result, terminal);
      setExitCode(result.valid ? 0 : 1);
    });
}

/** The model is loaded only when it is asked. */
async function repairText(
  text: string,
  schema: string,
  { model }: RepairFlags,
  terminal: Terminal,
): Promise<RepairResult> {
  if (model === undefined) return await repairJson(text, schema);
  let hermes: Hermes | null = null;
  try {
    return await repairJson(text, schema, {
      ask: async (question) => {
        hermes ??= await loadModel({ model }, terminal);
        return await ask(hermes, question);
      },
    });
  } finally {
    await (hermes as Hermes | null)?.dispose();
  }
}

/** Free where the schema cannot be enforced: the answer is validated anyway. */
async function ask(hermes: Hermes, { messages, constraint }: RepairQuestion): Promise<string> {
  const request = { messages, sampling: { temperature: 0 } };
  try {
    return (await hermes.chat({ ...request, constraint })).content ?? "";
  } catch (error) {
    if (!isHermesError(error, "schema-unsupported") && !isHermesError(error, "unsupported")) throw error;
    return (await hermes.chat(request)).content ?? "";
  }
}

function printResult({ json, valid, stages, edits, changes, errors }: RepairResult, terminal: Terminal): void {
  const line = (text: string) => terminal.writeError(`${text}\n`);
  for (const edit of edits) line(describeEdit(edit));
  for (const change of changes) line(describeChange(change));
  for (const { name, notes } of stages) for (const note of notes) line(`${name}: ${note}`);
  for (const error of errors) line(`error: ${renderSchemaError(error)}`);
  if (valid) terminal.write(`${json}\n`);
  else if (json !== null) line(`not valid, as far as it came: ${json}`);
}

function describeEdit({ offset, removed, inserted }: TextEdit): string {
  const [old, fresh] = [removed, inserted].map((text) =>
    JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text),
  );
  if (removed === "") return `offset ${offset}: ${fresh} put in`;
  return inserted === "" ? `offset ${offset}: ${old} taken out` : `offset ${offset}: ${old} became ${fresh}`;
}

function describeChange(change: RepairChange): string {
  const [before, after] = [change.before, change.after].map((value) =>
    value === undefined ? "nothing" : JSON.stringify(value),
  );
  return `"${change.pointer}": ${before} became ${after} (${change.rule})`;
}
