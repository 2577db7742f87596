import { type HermesError, isHermesError } from "../errors.ts";
import type { GrammarNote } from "./contract.ts";
import { isJsonArray, isJsonObject, type JsonValue, parsePointer, pointerTo } from "./schema-model/index.ts";

/** Keywords dropped from one schema; each costs a compilation. */
const MOST_DROPPED = 64;

interface Noted {
  readonly notes: readonly GrammarNote[];
}

/**
 * Compiles a schema without the keywords that cannot be enforced: whatever is refused is taken out of the document, and noted. Throws what
 * is left to throw: a schema that no value meets, one that is none, and one of too many such keywords.
 */
export function compileLeniently<Compiled extends Noted>(
  document: JsonValue,
  compile: (document: JsonValue) => Compiled,
): Compiled {
  const dropped: GrammarNote[] = [];
  let remaining = document;
  for (;;) {
    try {
      const compiled = compile(remaining);
      return { ...compiled, notes: [...dropped, ...compiled.notes] };
    } catch (error) {
      if (!isHermesError(error, "schema-unsupported") || dropped.length === MOST_DROPPED) throw error;
      const path = placeOf(error, remaining);
      const smaller = path === null ? null : without(remaining, path);
      if (path === null || smaller === null) throw error;
      const message = `${path.at(-1)} is not enforced: ${error.facts.reason}`;
      dropped.push({ pointer: path.reduce(pointerTo, ""), message });
      remaining = smaller;
    }
  }
}

/** Members of these are named by the author of a schema. */
const NAMING: ReadonlySet<string> = new Set([
  ...["properties", "patternProperties", "dependentSchemas", "dependencies", "$defs", "definitions"],
]);

/** What asks less inside of these may ask more of a value; so they are dropped whole. */
const TURNING: ReadonlySet<string> = new Set(["not", "if", "oneOf", "contains"]);

/** The path to the keyword to drop; null where it is none of the root document. */
function placeOf(
  { facts: { pointer, keyword } }: HermesError<"schema-unsupported">,
  document: JsonValue,
): readonly string[] | null {
  const path = parsePointer(pointer);
  if (path === null || keyword === null) return null;
  // Some pointers lead to the keyword, others to the schema it stands in.
  const inside = [...path, keyword];
  const whole = without(document, inside) === null ? path : inside;
  const turn = whole.findIndex((step, index) => TURNING.has(step) && !NAMING.has(whole[index - 1] ?? ""));
  return turn < 0 ? whole : whole.slice(0, turn + 1);
}

/** The document without the member at a place; null where there is none. */
function without(value: JsonValue, [key, ...rest]: readonly string[]): JsonValue | null {
  if (key === undefined) return null;
  const member = isJsonObject(value) ? value.get(key) : isJsonArray(value) ? value[Number(key)] : undefined;
  if (member === undefined) return null;
  const smaller = rest.length === 0 ? null : without(member, rest);
  if (rest.length > 0 && smaller === null) return null;
  if (isJsonArray(value)) return smaller === null ? null : value.with(Number(key), smaller);
  const members = [...(value as ReadonlyMap<string, JsonValue>)];
  return new Map(
    members.flatMap(([name, own]) => (name !== key ? [[name, own]] : smaller === null ? [] : [[name, smaller]])),
  );
}
