import { Decimal } from "../decimal.ts";
import { equalityKey, type JsonValue } from "../json-value.ts";
import { ALL_TYPES, NUMBER_TYPES, type NumberBound, type SchemaNode, TYPES } from "../model.ts";
import { type Check, type CheckMaker, createError } from "./check.ts";
import { describeValue } from "./schema-error.ts";

/** Keywords for values of any kind, and for numbers. */
export const VALUE_CHECKS: readonly CheckMaker[] = [
  checkType,
  checkEnumeration,
  checkConstant,
  (node) => checkBound(node, node.lower, 1),
  (node) => checkBound(node, node.upper, -1),
  checkMultiple,
];

function checkType(node: SchemaNode): Check | null {
  if (node.types === ALL_TYPES) return null;
  const fault =
    node.types === 0
      ? { keyword: "false", expected: "no value", schemaPointer: node.pointer }
      : { keyword: "type", expected: typeNames(node.types).join(" or ") };
  return (place, outcome) => {
    if ((place.type & node.types) === 0) outcome.fail(createError(place, node, fault));
  };
}

function checkEnumeration(node: SchemaNode): Check | null {
  if (node.enumeration === null) return null;
  const keys = new Set(node.enumeration.map(equalityKey));
  const fault = { keyword: "enum", expected: `one of ${describeList(node.enumeration)}` };
  return (place, outcome) => {
    if (!keys.has(equalityKey(place.value))) outcome.fail(createError(place, node, fault));
  };
}

function checkConstant(node: SchemaNode): Check | null {
  if (node.constant === undefined) return null;
  const key = equalityKey(node.constant);
  const fault = { keyword: "const", expected: describeValue(node.constant) };
  return (place, outcome) => {
    if (equalityKey(place.value) !== key) outcome.fail(createError(place, node, fault));
  };
}

/** `direction` is 1 for a bound from below. */
function checkBound(node: SchemaNode, bound: NumberBound | null, direction: 1 | -1): Check | null {
  if (bound === null) return null;
  const { value: limit, exclusive, keyword } = bound;
  const relation = (direction > 0 ? ">" : "<") + (exclusive ? "" : "=");
  const fault = { keyword, expected: `a number ${relation} ${limit}` };
  return (place, outcome) => {
    if (!(place.value instanceof Decimal)) return;
    const excess = direction * place.value.compare(limit);
    if (excess < 0 || (exclusive && excess === 0)) outcome.fail(createError(place, node, fault));
  };
}

function checkMultiple(node: SchemaNode): Check | null {
  const divisor = node.multipleOf;
  if (divisor === null) return null;
  const fault = { keyword: "multipleOf", expected: `a multiple of ${divisor}` };
  return (place, outcome) => {
    if (place.value instanceof Decimal && !place.value.isMultipleOf(divisor)) {
      outcome.fail(createError(place, node, fault));
    }
  };
}

/** The names of a set of bits of TYPES, as `type` has them. */
export function typeNames(types: number): readonly string[] {
  const names = Object.entries(TYPES).filter(([, bit]) => (types & bit) !== 0 && (NUMBER_TYPES & bit) === 0);
  const numbers = (types & TYPES.FRACTION) !== 0 ? ["number"] : (types & TYPES.INTEGER) !== 0 ? ["integer"] : [];
  return [...names.map(([name]) => name.toLowerCase()), ...numbers];
}

function describeList(values: readonly JsonValue[]): string {
  const shown = values.slice(0, SHOWN_VALUES).map(describeValue).join(", ");
  return values.length > SHOWN_VALUES ? `${shown}, … (${values.length})` : shown;
}

const SHOWN_VALUES = 20;
