import {
  Decimal,
  isJsonArray,
  isJsonObject,
  type JsonValue,
  NUMBER_TYPES,
  parseJson,
  TYPES,
} from "../../schema-model/index.ts";
import type { RepairRule } from "../contract.ts";
import type { Corrector, Fault, Proposal } from "./proposal.ts";
import { removePart, replacePart } from "./replace.ts";

/** The same value in another type; then an array around it, or off it. */
export const correctType: Corrector = (fault) => {
  const other = otherTypes(fault.part, fault.oddSpellings).filter(([types]) => (types & fault.node.types) !== 0);
  const converted = other.map(([, rule, value]) => replacePart(fault, rule, value));
  return [
    [...converted, ...dropNull(fault)],
    [...wrap(fault), ...unwrap(fault)],
  ];
};

/** What a scalar may stand for in other types: bits of TYPES, rule, value. */
export function otherTypes(
  part: JsonValue,
  oddSpellings: ReadonlySet<string>,
): readonly (readonly [number, RepairRule, JsonValue])[] {
  if (typeof part === "string") return readString(part);
  if (typeof part === "boolean") return [[TYPES.STRING, "string-for-boolean", String(part)]];
  const isPlain = part instanceof Decimal && part.isInteger && !oddSpellings.has(part.key);
  return isPlain ? [[TYPES.STRING, "string-for-number", part.toString()]] : [];
}

function readString(text: string): readonly (readonly [number, RepairRule, JsonValue])[] {
  const word = text.trim();
  const number = Decimal.parse(word.replace(/^\+(?=\d)/, "").replace(/^(-?)\./, "$10."));
  if (number !== null) return [[number.isInteger ? TYPES.INTEGER : NUMBER_TYPES, "number-in-string", number]];
  if (/^(true|false)$/i.test(word)) return [[TYPES.BOOLEAN, "boolean-in-string", word.toLowerCase() === "true"]];
  if (/^(null|none)$/i.test(word)) return [[TYPES.NULL, "null-in-string", null]];
  const inner = /^[[{]/.test(word) ? tryParse(word) : undefined;
  if (isJsonArray(inner)) return [[TYPES.ARRAY, "json-in-string", inner]];
  return isJsonObject(inner) ? [[TYPES.OBJECT, "json-in-string", inner]] : [];
}

/** `null` for a member that need not be there; whether it must, is seen when it is gone. */
function dropNull(fault: Fault): readonly Proposal[] {
  const isMember = Number.isNaN(Number(fault.steps.at(-1) ?? 0));
  return fault.part === null && isMember ? [removePart("null-for-absent", fault.steps, null)] : [];
}

/** Only where the item is then right, or can be made so. */
function wrap(fault: Fault): readonly Proposal[] {
  const { part, node } = fault;
  if (part === null || isJsonArray(part) || (node.types & TYPES.ARRAY) === 0) return [];
  return tryShape(fault, "single-value-for-array", [part]);
}

function unwrap(fault: Fault): readonly Proposal[] {
  const { part } = fault;
  return isJsonArray(part) && part.length === 1 ? tryShape(fault, "array-of-one", part[0]!) : [];
}

function tryShape(fault: Fault, rule: RepairRule, value: JsonValue): readonly Proposal[] {
  return fault.correctPart(fault.error.node, value).isValid ? [replacePart(fault, rule, value)] : [];
}

function tryParse(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
