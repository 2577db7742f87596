import type { GrammarNote } from "../contract.ts";
import type { Decimal } from "./decimal.ts";
import type { JsonValue } from "./json-value.ts";

/** The drafts that are read. */
export type Draft = "2020-12" | "2019-09" | "7" | "6" | "4";

/** Place of a node in SchemaModel.nodes. */
export type NodeId = number;

/**
 * A schema in one form for all drafts. What the drafts spell differently is one field here, and every reference, dynamic ones included,
 * leads to a node: a schema that means different things under different dynamic scopes has a node for each.
 * Schemas that apply to the same value (references, combinators, conditions, dependent schemas) never form a cycle; only a step into a
 * member or an item may lead back to a node.
 */
export interface SchemaModel {
  readonly nodes: readonly SchemaNode[];
  readonly root: NodeId;
  /** Whether any node has `unevaluatedItems` or `unevaluatedProperties`. */
  readonly usesUnevaluated: boolean;
  /** What was ignored by the rules of the standard, or dropped because the caller said `lenient`. */
  readonly notes: readonly GrammarNote[];
}

/** Kinds of values, disjoint, as bits of SchemaNode.types. A number is INTEGER or FRACTION by its value: 1.0 is an integer. */
export const TYPES = {
  NULL: 1,
  BOOLEAN: 2,
  INTEGER: 4,
  FRACTION: 8,
  STRING: 16,
  ARRAY: 32,
  OBJECT: 64,
} as const;

export const NUMBER_TYPES = TYPES.INTEGER | TYPES.FRACTION;
export const ALL_TYPES = 127;

/** All assertions of one schema; all of them hold together. Absent assertions have the value that asks for nothing. */
export interface SchemaNode {
  readonly id: NodeId;
  /** JSON pointer to where it is written; for another document than the root `uri#pointer`. Several nodes may share one. */
  readonly pointer: string;

  /** Bits of TYPES; ALL_TYPES asks for nothing, 0 (the schema `false`) allows nothing. */
  readonly types: number;
  readonly enumeration: readonly JsonValue[] | null;
  /** `undefined` for none, since `null` is a value. */
  readonly constant: JsonValue | undefined;

  /** For numbers only. The tighter of inclusive and exclusive bound. */
  readonly lower: NumberBound | null;
  readonly upper: NumberBound | null;
  readonly multipleOf: Decimal | null;

  /** For strings only; code points. */
  readonly minLength: number;
  /** Infinity for none, as with the other upper counts. */
  readonly maxLength: number;
  /** ECMA-262 with the `u` flag, unanchored. */
  readonly pattern: string | null;
  /** Only where it is an assertion; null where it is an annotation. The name may be unknown to whoever checks it: then it holds. */
  readonly format: string | null;

  /** For arrays only. Schemas of the first items, */
  readonly prefixItems: readonly NodeId[];
  /** and of all behind them. */
  readonly items: NodeId | null;
  readonly contains: Contains | null;
  readonly minItems: number;
  readonly maxItems: number;
  readonly uniqueItems: boolean;
  readonly unevaluatedItems: NodeId | null;

  /** For objects only. In the order of the schema. */
  readonly properties: ReadonlyMap<string, NodeId>;
  readonly patternProperties: readonly PatternProperty[];
  /** For members that neither `properties` nor `patternProperties` of this node match. */
  readonly additionalProperties: NodeId | null;
  readonly propertyNames: NodeId | null;
  /** Without repetitions. */
  readonly required: readonly string[];
  readonly minProperties: number;
  readonly maxProperties: number;
  readonly dependentRequired: readonly DependentRequired[];
  /** In place: for the whole object that has the member. */
  readonly dependentSchemas: readonly DependentSchema[];
  readonly unevaluatedProperties: NodeId | null;

  /** In place: for the same value. */
  readonly references: readonly Reference[];
  readonly allOf: readonly NodeId[];
  /** Empty for none. */
  readonly anyOf: readonly NodeId[];
  /** Empty for none. */
  readonly oneOf: readonly NodeId[];
  readonly not: NodeId | null;
  readonly condition: Condition | null;

  /** An annotation, for repair. */
  readonly defaultValue: JsonValue | undefined;
}

export interface NumberBound {
  readonly value: Decimal;
  readonly exclusive: boolean;
  /** How the schema spells it. */
  readonly keyword: "minimum" | "exclusiveMinimum" | "maximum" | "exclusiveMaximum";
}

export interface Contains {
  readonly node: NodeId;
  readonly min: number;
  readonly max: number;
  /** Whether matching items count as evaluated for `unevaluatedItems`; not so before 2020-12. */
  readonly evaluates: boolean;
}

export interface PatternProperty {
  readonly pattern: string;
  readonly node: NodeId;
}

export interface DependentRequired {
  readonly property: string;
  readonly required: readonly string[];
  readonly keyword: "dependentRequired" | "dependencies";
}

export interface DependentSchema {
  readonly property: string;
  readonly node: NodeId;
}

export interface Reference {
  readonly keyword: "$ref" | "$dynamicRef" | "$recursiveRef";
  readonly node: NodeId;
}

/** `if`, which alone asserts nothing but counts for what is evaluated, with `then` and `else`. */
export interface Condition {
  readonly test: NodeId;
  readonly whenTrue: NodeId | null;
  readonly whenFalse: NodeId | null;
}
