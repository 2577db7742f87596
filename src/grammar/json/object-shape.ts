import { IN_ANY_ORDER, type ObjectAtom } from "./atoms.ts";
import { atomsOf, type Formula, type Formulas } from "./formula.ts";
import { type FurtherKeys, KeyWalk } from "./key-walk.ts";
import { mergeOrders } from "./merge-orders.ts";
import { HasAtom } from "./object-atoms.ts";
import type { TextSearch } from "./text-search.ts";

/** What the schemas of an object say about names; fixed when the object begins. */
export class ObjectShape {
  readonly id: number;
  /** In the order of generation: of `properties`, then names that are required only; then those that may come in any order. */
  readonly names: readonly string[];
  /** How many of the names have a place in the order. */
  readonly orderedCount: number;
  readonly places: ReadonlyMap<string, number>;
  /** Formulas of texts that tell keys apart. */
  readonly keyFormulas: readonly Formula[];
  private readonly beginnings: ReadonlySet<string>;

  constructor(id: number, ordered: readonly string[], others: readonly string[], keyFormulas: readonly Formula[]) {
    const names = [...ordered, ...others];
    this.id = id;
    this.names = names;
    this.orderedCount = ordered.length;
    this.places = new Map(names.map((name, index) => [name, index]));
    this.keyFormulas = keyFormulas;
    this.beginnings = new Set(
      names.flatMap((name) => Array.from({ length: name.length + 1 }, (_, end) => name.slice(0, end))),
    );
  }

  /** Whether some name starts so. */
  isBeginning(text: string): boolean {
    return this.beginnings.has(text);
  }
}

/** Keys that an object has already, where that matters. Equal sets are one object. */
export interface KeySet {
  readonly id: number;
  readonly keys: ReadonlySet<string>;
}

export class Shapes {
  readonly noKeys: KeySet;
  private readonly formulas: Formulas;
  private readonly texts: TextSearch;
  private readonly shapes = new Map<string, ObjectShape>();
  private readonly keySets = new Map<string, KeySet>();
  private readonly classes = new Map<string, FurtherKeys>();

  constructor(formulas: Formulas, texts: TextSearch) {
    this.formulas = formulas;
    this.texts = texts;
    this.noKeys = this.intern([]);
  }

  of(roots: readonly Formula[]): ObjectShape {
    const atoms = (atomsOf(roots) as ObjectAtom[]).sort((a, b) => a.order - b.order || compare(a.key, b.key));
    const [ordered, others] = [atoms.filter(hasOrder), atoms.filter((atom) => !hasOrder(atom))];
    const schemas = ordered.filter((atom) => !(atom instanceof HasAtom));
    const required = ordered.filter((atom) => atom instanceof HasAtom);
    const ofSchemas = mergeOrders(schemas.map((atom) => atom.names ?? []));
    const names = [...new Set([...ofSchemas, ...required.map(({ name }) => name)])];
    const keyFormulas = [...new Set(atoms.flatMap((atom) => atom.keyFormulas ?? []))];
    const known = new Set(names);
    const free = [...new Set(others.flatMap((atom) => atom.names ?? []))].filter((name) => !known.has(name));
    const key = JSON.stringify([names, free, keyFormulas.map(({ id }) => id)]);
    let shape = this.shapes.get(key);
    if (shape === undefined) {
      shape = new ObjectShape(this.shapes.size, names, free, keyFormulas);
      this.shapes.set(key, shape);
    }
    return shape;
  }

  add(set: KeySet, key: string): KeySet {
    return this.intern([...set.keys, key].sort());
  }

  /** A key for each way in which further keys can differ: neither among the names nor there already. */
  furtherKeys(shape: ObjectShape, seen: KeySet): FurtherKeys {
    const id = `${shape.id} ${seen.id}`;
    let found = this.classes.get(id);
    if (found === undefined) {
      found = this.walk(shape, seen).furtherKeys();
      this.classes.set(id, found);
    }
    return found;
  }

  walk(shape: ObjectShape, seen: KeySet): KeyWalk {
    return new KeyWalk(shape, seen, this.formulas, this.texts);
  }

  private intern(keys: readonly string[]): KeySet {
    const id = JSON.stringify(keys);
    let set = this.keySets.get(id);
    if (set === undefined) {
      set = { id: this.keySets.size, keys: new Set(keys) };
      this.keySets.set(id, set);
    }
    return set;
  }
}

function hasOrder({ order }: ObjectAtom): boolean {
  return order < IN_ANY_ORDER;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
