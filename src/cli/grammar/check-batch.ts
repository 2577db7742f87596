import { isHermesError } from "../../errors.ts";
import {
  type GrammarCompiler,
  type JsonValue,
  parseJson,
  renderJson,
  type TokenGrammar,
  type Vocabulary,
} from "../../grammar/index.ts";
import { feedTokens } from "./feed-tokens.ts";

/** One line of a batch, answered. */
export interface BatchLine {
  /** As the line has it, even where the rest cannot be read; null where it has none. */
  readonly id: unknown;
  readonly compile_ms: number;
  readonly refused: null | { readonly pointer: string; readonly reason: string };
  readonly results: readonly { readonly accepted: boolean; readonly tokens: number }[];
  /** Null where no mask was made. */
  readonly mask_us: { readonly p50: number | null; readonly p99: number | null; readonly max: number | null };
}

/**
 * Answers a line `{ id, schema, tests: [{ data, valid }] }`: data is spelled as compact JSON in its own order, and every order is accepted.
 * Never throws: what cannot be read or compiled is refused with the reason.
 */
export function checkBatchLine(line: string, compiler: GrammarCompiler, vocabulary: Vocabulary): BatchLine {
  let id: unknown = null;
  let compileMs = 0;
  try {
    const value = parseJson(line);
    id = idOf(value);
    const fields = readFields(value);
    const start = performance.now();
    const grammar = compile(renderJson(fields.schema), compiler, () => {
      compileMs = performance.now() - start;
    });
    return { id, compile_ms: round(compileMs), refused: null, ...feedAll(fields.data, grammar, vocabulary) };
  } catch (error) {
    id ??= idOfUnread(line);
    const refused = { pointer: pointerOf(error), reason: error instanceof Error ? error.message : String(error) };
    return { id, compile_ms: round(compileMs), refused, results: [], mask_us: percentiles([]) };
  }
}

/** Refusals take their time, too. */
function compile(schema: string, compiler: GrammarCompiler, onEnd: () => void): TokenGrammar {
  try {
    return compiler.compile({ type: "json-schema", schema, anyOrder: true });
  } finally {
    onEnd();
  }
}

interface BatchFields {
  readonly schema: JsonValue;
  readonly data: readonly JsonValue[];
}

function idOf(value: JsonValue): unknown {
  return value instanceof Map ? JSON.parse(renderJson(value.get("id") ?? null)) : null;
}

/** Of a line that is JSON to others: with a key twice, or nested too deep. */
function idOfUnread(line: string): unknown {
  try {
    return (JSON.parse(line) as { readonly id?: unknown } | null)?.id ?? null;
  } catch {
    return null;
  }
}

function readFields(value: JsonValue): BatchFields {
  const schema = value instanceof Map ? value.get("schema") : undefined;
  const tests = value instanceof Map ? (value.get("tests") ?? []) : undefined;
  if (!(value instanceof Map) || schema === undefined || !Array.isArray(tests)) {
    throw new TypeError("the line is not an object with id, schema and a list of tests");
  }
  const data = tests.map((test: JsonValue) => (test instanceof Map ? test.get("data") : undefined));
  if (data.some((item) => item === undefined)) throw new TypeError("a test of the line has no data");
  return { schema, data: data as JsonValue[] };
}

function feedAll(
  data: readonly JsonValue[],
  grammar: TokenGrammar,
  vocabulary: Vocabulary,
): Pick<BatchLine, "results" | "mask_us"> {
  const fed = data.map((value) => feedTokens(grammar.createMatcher(), vocabulary, renderJson(value)));
  const results = fed.map(({ accepted, tokens }) => ({ accepted, tokens }));
  return { results, mask_us: percentiles(fed.flatMap(({ maskTimes }) => maskTimes)) };
}

/** Nearest rank. */
export function percentiles(times: readonly number[]): BatchLine["mask_us"] {
  const sorted = times.toSorted((left, right) => left - right);
  const at = (share: number) => {
    const time = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
    return time === undefined ? null : round(time);
  };
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

function pointerOf(error: unknown): string {
  const isPlaced = isHermesError(error, "schema-invalid") || isHermesError(error, "schema-unsupported");
  return isPlaced ? error.facts.pointer : "";
}

export function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
