import { Decimal, isJsonArray, isJsonObject, type JsonValue } from "../schema-model/index.ts";
import { ItemsAtom, MoreItems } from "./array-atoms.ts";
import type { Kind, Spec } from "./atoms.ts";
import { FALSE, type Formula, type Formulas, TRUE } from "./formula.ts";
import { NumberSetAtom } from "./number-atoms.ts";
import { KeysAtom, MoreAtom } from "./object-atoms.ts";
import type { TextLanguages } from "./text-languages.ts";

export interface ValueContext {
  readonly formulas: Formulas;
  readonly texts: TextLanguages;
  readonly never: Spec;
  has(name: string): Formula;
  valueSpec(value: JsonValue): Spec;
  /** See ObjectAtom.order. */
  readonly namesOrder: number;
  /** A number for a set of child schemas. */
  nextId(): number;
}

/** What `enum` and `const` ask of a value of one kind: to equal one of `values`. */
export function valueFormula(values: readonly JsonValue[], kind: Kind, context: ValueContext): Formula {
  const { formulas } = context;
  switch (kind) {
    case "null":
      return constant(values.includes(null));
    case "true":
    case "false":
      return constant(values.includes(kind === "true"));
    case "number": {
      const numbers = values.filter((value) => value instanceof Decimal);
      return numbers.length === 0 ? FALSE : formulas.atom(new NumberSetAtom(numbers));
    }
    case "string":
      return context.texts.oneOf(
        values.filter((value) => typeof value === "string").filter((text) => text.isWellFormed()),
      );
    case "array":
      return formulas.or(...values.filter(isJsonArray).map((items) => arrayFormula(items, context)));
    case "object":
      return formulas.or(...values.filter(isJsonObject).map((members) => objectFormula(members, context)));
  }
}

function constant(holds: boolean): Formula {
  return holds ? TRUE : FALSE;
}

function arrayFormula(items: readonly JsonValue[], context: ValueContext): Formula {
  const { formulas } = context;
  const prefix = items.map((item) => context.valueSpec(item));
  const schemas = { id: context.nextId(), prefix, rest: context.never };
  return formulas.and(MoreItems.of(items.length, formulas), ItemsAtom.at(schemas, 0, formulas));
}

function objectFormula(members: ReadonlyMap<string, JsonValue>, context: ValueContext): Formula {
  const { formulas } = context;
  const properties = new Map(Array.from(members, ([name, value]) => [name, context.valueSpec(value)] as const));
  const keys = new KeysAtom({
    id: context.nextId(),
    order: context.namesOrder,
    properties,
    patterns: [],
    additional: context.never,
  });
  const has = Array.from(members.keys(), (name) => context.has(name));
  const room = formulas.not(MoreAtom.of(members.size + 1, formulas));
  return formulas.and(formulas.atom(keys), room, ...has);
}
