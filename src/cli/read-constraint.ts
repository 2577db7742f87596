import { type Command, Option } from "commander";
import { HermesError } from "../errors.ts";
import type { Constraint, Whitespace } from "../grammar/index.ts";
import { readUserFile } from "./read-input.ts";
import { readSchemaFile } from "./read-schema.ts";

export interface ConstraintFlags {
  readonly schema?: string;
  readonly regex?: string;
  readonly choice?: readonly string[];
  readonly grammar?: string;
  readonly finish?: boolean;
  readonly whitespace?: Whitespace;
}

/** Adds the options that say what the answer must be. */
export function addConstraintOptions(command: Command): Command {
  return command
    .option(
      "--schema <file>",
      "the answer is JSON that meets this JSON Schema; the model is shown it, unless --system says what it reads",
    )
    .option("--regex <pattern>", "the answer matches this pattern from beginning to end")
    .option("--choice <text>", "the answer is this text; given several times, one of them", (text, earlier) => {
      return [...((earlier as readonly string[] | undefined) ?? []), text];
    })
    .option("--grammar <file>", "the answer is derived from the rule root of this grammar (EBNF as in GBNF)")
    .addOption(
      new Option("--whitespace <layout>", "with --schema: none, or lines of two spaces a level").choices([
        "compact",
        "pretty",
      ]),
    )
    .option("--finish", "with one of these or tools: the answer is whole within --max-tokens");
}

/** What the options ask for; undefined where they ask for nothing. Throws usage where they ask for several things. */
export async function readConstraint({
  schema,
  regex,
  choice,
  grammar,
  whitespace,
}: ConstraintFlags): Promise<Constraint | undefined> {
  const given = Object.entries({ schema, regex, choice, grammar }).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    const names = given.map(([name]) => `--${name}`).join(" and ");
    throw new HermesError("usage", `${names} do not go together: an answer is held to one of them.`, {
      argument: given[0]![0],
    });
  }
  if (schema !== undefined) {
    const layout = whitespace === undefined ? {} : { whitespace };
    return { type: "json-schema", schema: await readSchemaFile(schema), ...layout };
  }
  if (whitespace !== undefined) {
    throw new HermesError("usage", "--whitespace means nothing without --schema.", { argument: "whitespace" });
  }
  if (regex !== undefined) return { type: "regex", pattern: regex };
  if (grammar !== undefined) return { type: "grammar", grammar: await readUserFile(grammar, "the grammar") };
  return choice === undefined ? undefined : { type: "choice", choices: choice };
}
