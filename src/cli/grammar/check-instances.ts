import { HermesError } from "../../errors.ts";
import {
  createLanguageTexts,
  createValidator,
  parseJson,
  readSchema,
  renderSchemaError,
  type SchemaError,
} from "../../grammar/index.ts";
import { readUserFile } from "../read-input.ts";
import { readSchemaFile } from "../read-schema.ts";
import type { Terminal } from "../terminal.ts";
import { percentiles, round } from "./check-batch.ts";
import { describeBytes, describeExpected, describeStop } from "./describe-stop.ts";
import { type FeedResult, feedTokens } from "./feed-tokens.ts";
import { loadTables } from "./load-tables.ts";

export interface InstanceFlags {
  readonly schema?: string;
  readonly tokenizer: string;
  readonly anyOrder?: boolean;
  readonly json?: boolean;
}

interface Checked {
  readonly file: string;
  readonly text: string;
  readonly fed: FeedResult;
  /** Why not, by the rules of the schema. */
  readonly errors: readonly string[];
}

/** Feeds files to the grammar of a schema and prints what came of it. Says whether all were accepted. */
export async function checkInstances(
  instances: readonly string[],
  flags: InstanceFlags,
  terminal: Terminal,
): Promise<boolean> {
  const { schema: path } = flags;
  if (path === undefined || instances.length === 0) {
    throw new HermesError(
      "usage",
      "nothing to check: give --schema FILE and one or more JSON files, or --batch FILE.",
      {
        argument: path === undefined ? "schema" : "instances",
      },
    );
  }
  const schema = await readSchemaFile(path);
  const { compiler, vocabulary } = await loadTables(flags.tokenizer);
  const start = performance.now();
  const grammar = compiler.compile({ type: "json-schema", schema, anyOrder: flags.anyOrder === true });
  const compileMs = round(performance.now() - start);
  const validate = createValidator(readSchema(parseJson(schema)), createLanguageTexts());
  const checked: Checked[] = [];
  for (const file of instances) {
    const text = (await readUserFile(file, "the instance")).trimEnd();
    const fed = feedTokens(grammar.createMatcher(), vocabulary, text);
    checked.push({ file, text, fed, errors: fed.accepted ? [] : errorsOf(text, validate) });
  }
  const mask_us = percentiles(checked.flatMap(({ fed }) => fed.maskTimes));
  const report = { compile_ms: compileMs, mask_us, notes: grammar.notes };
  if (flags.json) terminal.write(`${JSON.stringify({ ...report, results: checked.map(describeResult) })}\n`);
  else terminal.write(renderReport(checked, report));
  return checked.every(({ fed }) => fed.accepted);
}

function errorsOf(
  text: string,
  validate: (value: ReturnType<typeof parseJson>) => readonly SchemaError[],
): readonly string[] {
  try {
    const errors = validate(parseJson(text)).map(renderSchemaError);
    return errors.length > 0 ? errors : [OTHER_SPELLING];
  } catch (error) {
    return [(error as Error).message];
  }
}

function describeResult({ file, fed: { accepted, tokens, stop }, errors }: Checked): object {
  if (stop === null) return { file, accepted, tokens };
  const [expected, allowed] = [describeExpected(stop), describeBytes(stop.allowedBytes)];
  return { file, accepted, tokens, offset: stop.offset, expected, allowed_bytes: allowed, errors };
}

function renderReport(
  checked: readonly Checked[],
  {
    compile_ms,
    mask_us,
    notes,
  }: {
    readonly compile_ms: number;
    readonly mask_us: ReturnType<typeof percentiles>;
    readonly notes: readonly { readonly pointer: string; readonly message: string }[];
  },
): string {
  const times = `compiled in ${compile_ms} ms; masks: ${mask_us.p50} us median, ${mask_us.p99} us 99 %, ${mask_us.max} us longest\n`;
  return [
    ...notes.map(({ pointer, message }) => `note: "${pointer}": ${message}\n`),
    ...checked.map(renderChecked),
    times,
  ].join("");
}

function renderChecked({ file, text, fed: { stop, tokens }, errors }: Checked): string {
  if (stop === null) return `${file}: accepted, ${tokens} tokens\n`;
  const lines = [describeStop(text, stop), `next bytes: ${describeBytes(stop.allowedBytes) || "none"}`, ...errors];
  return `${file}: not accepted\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

const OTHER_SPELLING =
  "the value meets the schema, but is not spelled as answers are: see --any-order, and white space";
