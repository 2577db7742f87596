import { equalityKey, type JsonValue } from "../schema-model/index.ts";
import { type ArrayAtom, Hole, repeatOf, type Spec } from "./atoms.ts";
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

  /** The schema of all items from here on; null where they have several, or none. */
  get ofAll(): Spec | null {
    return this.index === this.schemas.prefix.length ? this.schemas.rest : null;
  }

  /** Whether the items so far had the same schema. */
  get isFirst(): boolean {
    return this.schemas.prefix.length === 0;
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
  readonly count: number;

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

/** Items of an array as far as they matter to further ones. */
interface ItemsSoFar {
  /** By equality. */
  readonly values: ReadonlyMap<string, JsonValue>;
  /** In searches: what is known of items that are not written yet. */
  readonly unread: readonly Formula[];
  /** Whether an item has begun of which nothing is known. */
  readonly hasBegun: boolean;
}

const NO_ITEMS: ItemsSoFar = { values: new Map(), unread: [], hasBegun: false };

/** `uniqueItems`: no further item equals one so far. The item that was read is added when it has ended. */
export class UniqueAtom implements ArrayAtom {
  readonly key: string;
  readonly holdsAtEnd = true;
  private readonly items: ItemsSoFar;
  private readonly anyOfThese: (values: readonly JsonValue[]) => Spec;

  constructor(anyOfThese: (values: readonly JsonValue[]) => Spec, items: ItemsSoFar = NO_ITEMS) {
    const { values, unread, hasBegun } = items;
    this.items = items;
    this.anyOfThese = anyOfThese;
    const others = unread.map(({ id }) => id).sort((a, b) => a - b);
    this.key = `unique ${[...values.keys()].sort().join()} and ${others} ${hasBegun}`;
  }

  /** Items so far whose values are known. */
  get known(): number {
    return this.items.values.size;
  }

  take(formulas: Formulas): Formula {
    const before = this.items.hasBegun ? this.found(TRUE) : this;
    const { values, unread } = before.items;
    const different = [formulas.atom(before.but({ hasBegun: true }))];
    if (values.size > 0) different.push(formulas.not(this.anyOfThese([...values.values()]).hole));
    for (const goal of unread) different.push(formulas.not(formulas.atom(new Hole(repeatOf(goal)))));
    return formulas.and(...different);
  }

  /** Behind an item. */
  with(value: JsonValue): UniqueAtom {
    const values = new Map([...this.items.values, [equalityKey(value), value]]);
    return this.but({ values, hasBegun: false });
  }

  /** In a search behind an item that meets `goal`. */
  found(goal: Formula): UniqueAtom {
    const { unread } = this.items;
    return this.but({ unread: unread.includes(goal) ? unread : [...unread, goal], hasBegun: false });
  }

  private but(change: Partial<ItemsSoFar>): UniqueAtom {
    return new UniqueAtom(this.anyOfThese, { ...this.items, ...change });
  }
}
