import { ALL_TYPES, type SchemaNode } from "../schema-model/index.ts";
import { FALSE, type Formula, TRUE } from "./formula.ts";

/** The constant that a node plainly is, null where it has to be looked at. */
export function trivial(node: SchemaNode): Formula | null {
  if (node.types === 0) return FALSE;
  return node.types === ALL_TYPES && asksNothing(node) ? TRUE : null;
}

function asksNothing(node: SchemaNode): boolean {
  const lists = [node.references, node.allOf, node.anyOf, node.oneOf, node.required, node.dependentRequired];
  const more = [node.dependentSchemas, node.prefixItems, node.patternProperties];
  if ([...lists, ...more].some((list) => list.length > 0) || node.properties.size > 0) return false;
  const single = [node.enumeration, node.lower, node.upper, node.multipleOf, node.pattern, node.format, node.items];
  const further = [node.contains, node.unevaluatedItems, node.additionalProperties, node.propertyNames, node.not];
  if ([...single, ...further, node.unevaluatedProperties, node.condition].some((part) => part !== null)) return false;
  if (node.constant !== undefined || node.uniqueItems) return false;
  const least = [node.minLength, node.minItems, node.minProperties];
  const most = [node.maxLength, node.maxItems, node.maxProperties];
  return least.every((count) => count === 0) && most.every((count) => count === Number.POSITIVE_INFINITY);
}
