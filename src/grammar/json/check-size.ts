import { HermesError } from "../../errors.ts";
import { Decimal, isJsonArray, isJsonObject, type SchemaModel, type SchemaNode } from "../schema-model/index.ts";

/**
 * What makes the machine slow long before a schema is large. Each is the point up to which a schema compiles within two seconds and a byte
 * takes well under one.
 */
const MOST = {
  /** Objects and arrays in one enum; each is a language of its own, and their number counts squared. Strings are free. */
  structuredEnum: 200,
  /** Numbers in one enum: each is looked at for every digit that is new, some ten microseconds. */
  numberEnum: 10_000,
  /** Branches of one oneOf, of which every pair has to be told apart. */
  oneOf: 64,
  /** Patterns for the names of one object. */
  patternProperties: 40,
} as const;

/** Throws "grammar-limit" naming the place. */
export function checkSize(model: SchemaModel): void {
  for (const node of model.nodes) {
    const values = node.enumeration ?? [];
    const structured = values.filter((value) => isJsonArray(value) || isJsonObject(value)).length;
    const numbers = values.filter((value) => value instanceof Decimal).length;
    check(node, "enum", structured, MOST.structuredEnum, "objects and arrays");
    check(node, "enum", numbers, MOST.numberEnum, "numbers");
    check(node, "oneOf", node.oneOf.length, MOST.oneOf, "branches");
    check(node, "patternProperties", node.patternProperties.length, MOST.patternProperties, "patterns");
  }
}

function check({ pointer }: SchemaNode, keyword: string, count: number, limit: number, what: string): void {
  if (count <= limit) return;
  const message = `${pointer}/${keyword} has ${count} ${what}; at most ${limit} can be enforced. Make the schema smaller.`;
  throw new HermesError("grammar-limit", message, { what: `${what} in ${keyword}`, limit });
}
