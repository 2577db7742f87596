import { HermesError } from "../../errors.ts";
import {
  type Constraint,
  createLanguageTexts,
  createValidator,
  parseJson,
  readSchema,
  renderSchemaError,
  type SchemaError,
} from "../../grammar/index.ts";
import { readUserFile, withoutMark } from "../read-input.ts";
import { readSchemaFile } from "../read-schema.ts";
import type { Terminal } from "../terminal.ts";
import { percentiles, round } from "./check-batch.ts";
import { describeBytes, describeExpected, describeStop } from "./describe-stop.ts";
import { type FeedResult, feedTokens } from "./feed-tokens.ts";
import { loadTables } from "./load-tables.ts";

export interface InstanceFlags {
  readonly schema?: string;
  readonly grammar?: string;
  readonly tokenizer: string;
  readonly anyOrder?: boolean;
  readonly json?: boolean;
}

interface Checked {
  readonly file: string;
  readonly text: string;
  readonly fed: FeedResult;
  readonly isJson: boolean;
  /** Why not, by the rules of the schema. */
  readonly errors: readonly string[];
}

/** What files are checked by. */
interface Subject {
  readonly constraint: Constraint;
  /** What of a file may be meant, the first being most likely. */
  readonly textsOf: (file: string) => readonly string[];
  readonly errorsOf: (text: string, fed: FeedResult) => readonly string[];
}

/** Feeds files to a grammar, of a schema or as it is, and prints what came of it. Says whether all were accepted. */
export async function checkInstances(
  instances: readonly string[],
  flags: InstanceFlags,
  terminal: Terminal,
): Promise<boolean> {
  const { constraint, textsOf, errorsOf } = await readSubject(instances, flags);
  const { compiler, vocabulary } = await loadTables(flags.tokenizer);
  const start = performance.now();
  const grammar = compiler.compile(constraint);
  const compileMs = round(performance.now() - start);
  const checked: Checked[] = [];
  for (const file of instances) {
    const fed = textsOf(await readUserFile(file, "the instance")).map((text) => {
      return { file, text, fed: feedTokens(grammar.createMatcher(), vocabulary, text) };
    });
    const best = fed.find(({ fed: { accepted } }) => accepted) ?? fed[0]!;
    checked.push({ ...best, isJson: constraint.type === "json-schema", errors: errorsOf(best.text, best.fed) });
  }
  const mask_us = percentiles(checked.flatMap(({ fed }) => fed.maskTimes));
  const report = { compile_ms: compileMs, mask_us, notes: grammar.notes };
  if (flags.json) terminal.write(`${JSON.stringify({ ...report, results: checked.map(describeResult) })}\n`);
  else terminal.write(renderReport(checked, report));
  return checked.every(({ fed }) => fed.accepted);
}

async function readSubject(instances: readonly string[], flags: InstanceFlags): Promise<Subject> {
  const { schema: path, grammar, anyOrder = false } = flags;
  const isOne = (path === undefined) !== (grammar === undefined);
  if (!isOne || instances.length === 0) {
    const message =
      "nothing to check: give --schema FILE and one or more JSON files, --grammar FILE and text files, or --batch FILE.";
    throw new HermesError("usage", message, { argument: isOne ? "instances" : "schema" });
  }
  if (path === undefined) {
    if (anyOrder)
      throw new HermesError("usage", "--any-order means nothing without --schema.", { argument: "anyOrder" });
    const constraint = { type: "grammar", grammar: await readUserFile(grammar!, "the grammar") } as const;
    // Editors end a file with a line break, which may be meant or not.
    const textsOf = (file: string) => [...new Set([file.replace(/\r?\n$/, ""), file])];
    return { constraint, textsOf, errorsOf: () => [] };
  }
  const schema = await readSchemaFile(path);
  const validate = createValidator(readSchema(parseJson(schema)), createLanguageTexts());
  return {
    constraint: { type: "json-schema", schema, anyOrder },
    textsOf: (file) => [withoutMark(file).trimEnd()],
    errorsOf: (text, { accepted }) => (accepted ? [] : schemaErrors(text, validate)),
  };
}

function schemaErrors(
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

function describeResult({ file, text, isJson, fed: { accepted, tokens, stop }, errors }: Checked): object {
  if (stop === null) return { file, accepted, tokens };
  const [expected, allowed] = [describeExpected(text, stop, isJson), describeBytes(stop.allowedBytes)];
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

function renderChecked({ file, text, isJson, fed: { stop, tokens }, errors }: Checked): string {
  if (stop === null) return `${file}: accepted, ${tokens} tokens\n`;
  const lines = [
    describeStop(text, stop, isJson),
    `next bytes: ${describeBytes(stop.allowedBytes) || "none"}`,
    ...errors,
  ];
  return `${file}: not accepted\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

const OTHER_SPELLING =
  "the value meets the schema, but is not spelled as answers are: see --any-order, white space and escapes";
