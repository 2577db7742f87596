import { equalityKey, type JsonValue } from "../schema-model/index.ts";
import { type ArrayAtom, Hole, OPEN_VERDICT, type Spec } from "./atoms.ts";
import { type Formula, type Formulas, TRUE } from "./formula.ts";

export interface ItemSchemas {
  readonly id: number;
  readonly prefix: readonly Spec[];
  /** Behind the prefix; null asks for nothing. */
  readonly rest: Spec | null;
}

/** `prefixItems` and `items` of one schema, at an index. */
export class ItemsAtom implements ArrayAtom {
  readonly key: string;
  readonly holdsAtEnd = true;
  private readonly schemas: ItemSchemas;
  private readonly index: number;

  private constructor(schemas: ItemSchemas, index: number) {
    this.schemas = schemas;
    this.index = index;
    this.key = `items ${schemas.id} ${index}`;
  }

  static at(schemas: ItemSchemas, index: number, formulas: Formulas): Formula {
    const clamped = Math.min(index, schemas.prefix.length);
    if (clamped === schemas.prefix.length && schemas.rest === null) return TRUE;
    return formulas.atom(new ItemsAtom(schemas, clamped));
  }

  take(formulas: Formulas): Formula {
    const spec = this.schemas.prefix[this.index] ?? this.schemas.rest;
    return formulas.and(ItemsAtom.at(this.schemas, this.index + 1, formulas), spec === null ? TRUE : spec.hole);
  }
}

/** At least so many more items that a schema holds for. */
export class ContainsAtom implements ArrayAtom {
  readonly key: string;
  readonly holdsAtEnd = false;
  private readonly spec: Spec;
  private readonly count: number;

  private constructor(spec: Spec, count: number) {
    this.spec = spec;
    this.count = count;
    this.key = `contains ${spec.id} ${count}`;
  }

  static of(spec: Spec, count: number, formulas: Formulas): Formula {
    return count <= 0 ? TRUE : formulas.atom(new ContainsAtom(spec, count));
  }

  take(formulas: Formulas): Formula {
    const { hole } = this.spec;
    const found = formulas.and(hole, ContainsAtom.of(this.spec, this.count - 1, formulas));
    return formulas.or(found, formulas.and(formulas.not(hole), formulas.atom(this)));
  }
}

/** At least so many more items. */
export class MoreItems implements ArrayAtom {
  readonly key: string;
  readonly holdsAtEnd = false;
  private readonly count: number;

  private constructor(count: number) {
    this.count = count;
    this.key = `more items ${count}`;
  }

  static of(count: number, formulas: Formulas): Formula {
    return count <= 0 ? TRUE : formulas.atom(new MoreItems(count));
  }

  take(formulas: Formulas): Formula {
    return MoreItems.of(this.count - 1, formulas);
  }
}

/**
 * `uniqueItems`: no further item equals one so far. The item that was read is added when it has ended; until then, and in searches, it is
 * one more that a further item may or may not equal.
 */
export class UniqueAtom implements ArrayAtom {
  readonly key: string;
  readonly holdsAtEnd = true;
  private readonly values: ReadonlyMap<string, JsonValue>;
  private readonly hasUnread: boolean;
  private readonly anyOfThese: (values: readonly JsonValue[]) => Spec;

  constructor(
    values: ReadonlyMap<string, JsonValue>,
    anyOfThese: (values: readonly JsonValue[]) => Spec,
    hasUnread = false,
  ) {
    this.values = values;
    this.anyOfThese = anyOfThese;
    this.hasUnread = hasUnread;
    this.key = `unique ${[...values.keys()].sort().join()}${hasUnread ? " and others" : ""}`;
  }

  take(formulas: Formulas): Formula {
    const different = [formulas.atom(new UniqueAtom(this.values, this.anyOfThese, true))];
    if (this.values.size > 0) different.push(formulas.not(this.anyOfThese([...this.values.values()]).hole));
    if (this.hasUnread) different.push(formulas.not(formulas.atom(new Hole(OPEN_VERDICT))));
    return formulas.and(...different);
  }

  /** Behind an item. */
  with(value: JsonValue): UniqueAtom {
    return new UniqueAtom(new Map([...this.values, [equalityKey(value), value]]), this.anyOfThese);
  }
}
