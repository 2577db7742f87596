import { HermesError } from "../../errors.ts";
import { formatNames, isExactFormat } from "../regex/index.ts";
import {
  Decimal,
  isJsonArray,
  isJsonObject,
  type JsonValue,
  type NodeId,
  pointerTo,
  type SchemaModel,
  type SchemaNode,
} from "../schema-model/index.ts";
import type { Specs } from "./specs.ts";

/** Whether a verdict counts when it is yes, when it is no, or both. */
interface Use {
  readonly yes: boolean;
  readonly no: boolean;
}

/**
 * Builds all patterns of a schema, so that faults show at once, and refuses formats of which only a part is known where "not of this
 * format" would be concluded. Throws "schema-unsupported", and as TextLanguages does.
 */
export function checkEnforceable(model: SchemaModel, specs: Specs): void {
  for (const node of model.nodes) {
    if (node.pattern !== null) specs.texts.pattern(node.pattern, node.pointer, "pattern");
    for (const { pattern } of node.patternProperties) specs.texts.pattern(pattern, node.pointer, "patternProperties");
  }
  for (const node of model.nodes) checkNumbers(node);
  const visited = new Set<string>();
  const pending: [NodeId, Use][] = [[model.root, { yes: true, no: false }]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [id, use] = next;
    const key = `${id} ${use.yes} ${use.no}`;
    if (visited.has(key)) continue;
    visited.add(key);
    const node = model.nodes[id]!;
    if (use.no && node.format !== null && isPartlyKnown(node.format)) throw inexact(node);
    pending.push(...usesBehind(node, use));
  }
}

function usesBehind(node: SchemaNode, use: Use): [NodeId, Use][] {
  const same = [...node.allOf, ...node.anyOf, ...node.references.map((reference) => reference.node)];
  const children = [
    ...node.prefixItems,
    ...node.properties.values(),
    ...node.patternProperties.map((part) => part.node),
  ];
  const single = [node.items, node.additionalProperties, node.propertyNames, node.unevaluatedItems];
  const further = [node.unevaluatedProperties, node.condition?.whenTrue ?? null, node.condition?.whenFalse ?? null];
  const dependent = node.dependentSchemas.map((part) => part.node);
  const like = [...same, ...children, ...dependent, ...[...single, ...further].filter((id) => id !== null)];
  const both = [...node.oneOf, ...(node.condition === null ? [] : [node.condition.test])];
  const found: [NodeId, Use][] = [
    ...like.map((id): [NodeId, Use] => [id, use]),
    ...both.map((id): [NodeId, Use] => [id, BOTH]),
  ];
  if (node.not !== null) found.push([node.not, { yes: use.no, no: use.yes }]);
  if (node.contains === null) return found;
  const isBounded = node.contains.max !== Number.POSITIVE_INFINITY;
  return [...found, [node.contains.node, isBounded ? BOTH : use]];
}

const BOTH: Use = { yes: true, no: true };

function inexact({ pointer, format }: SchemaNode): HermesError<"schema-unsupported"> {
  const reason = `not every string of the format ${format} is known, so that a string is not of it cannot be told`;
  const message = `the format ${format} at "${pointer}" cannot be enforced inside of not, if or oneOf: ${reason}; expected a pattern`;
  return new HermesError("schema-unsupported", message, {
    pointer: pointerTo(pointer, "format"),
    keyword: "format",
    reason,
  });
}

function isPartlyKnown(format: string): boolean {
  return formatNames.includes(format) && !isExactFormat(format);
}

/** Places before or behind the point of numbers in a schema: doubles end at 308 and 324. */
const MAX_PLACES = 400;

/** Arithmetic is exact, so a number takes as much room as it has places. */
function checkNumbers(node: SchemaNode): void {
  const pending: (JsonValue | undefined)[] = [node.lower?.value, node.upper?.value, node.multipleOf ?? undefined];
  pending.push(node.constant, ...(node.enumeration ?? []));
  for (let value = pending.pop(); pending.length > 0 || value !== undefined; value = pending.pop()) {
    if (isJsonArray(value)) pending.push(...value);
    else if (isJsonObject(value)) pending.push(...value.values());
    else if (value instanceof Decimal && value.digits.length + Math.abs(value.exponent) > MAX_PLACES) {
      const message = `a number at "${node.pointer}" has more than ${MAX_PLACES} places; expected a smaller one`;
      throw new HermesError("grammar-limit", message, { what: "places of a number in a schema", limit: MAX_PLACES });
    }
  }
}
