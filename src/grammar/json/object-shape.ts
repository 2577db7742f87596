import type { ObjectAtom } from "./atoms.ts";
import { atomsOf, type Formula, type Formulas } from "./formula.ts";
import { endOfText, textHolds } from "./key-cover.ts";
import { HasAtom } from "./object-atoms.ts";
import { examples, type TextSearch } from "./text-search.ts";

/** What the schemas of an object say about names; fixed when the object begins. */
export class ObjectShape {
  readonly id: number;
  /** In the order of generation: of `properties`, then names that are required only. */
  readonly names: readonly string[];
  readonly places: ReadonlyMap<string, number>;
  /** Formulas of texts that tell keys apart. */
  readonly keyFormulas: readonly Formula[];

  constructor(id: number, names: readonly string[], keyFormulas: readonly Formula[]) {
    this.id = id;
    this.names = names;
    this.places = new Map(names.map((name, index) => [name, index]));
    this.keyFormulas = keyFormulas;
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
  private readonly classes = new Map<string, readonly string[]>();

  constructor(formulas: Formulas, texts: TextSearch) {
    this.formulas = formulas;
    this.texts = texts;
    this.noKeys = this.intern([]);
  }

  of(roots: readonly Formula[]): ObjectShape {
    const atoms = (atomsOf(roots) as ObjectAtom[]).sort((a, b) => a.order - b.order || compare(a.key, b.key));
    const named = [
      ...atoms.filter((atom) => !(atom instanceof HasAtom)),
      ...atoms.filter((atom) => atom instanceof HasAtom),
    ];
    const names = [...new Set(named.flatMap((atom) => atom.names ?? []))];
    const keyFormulas = [...new Set(atoms.flatMap((atom) => atom.keyFormulas ?? []))];
    const key = JSON.stringify([names, keyFormulas.map(({ id }) => id)]);
    let shape = this.shapes.get(key);
    if (shape === undefined) {
      shape = new ObjectShape(this.shapes.size, names, keyFormulas);
      this.shapes.set(key, shape);
    }
    return shape;
  }

  add(set: KeySet, key: string): KeySet {
    return this.intern([...set.keys, key].sort());
  }

  /** A key for each way in which further keys can differ: neither among the names nor there already. */
  furtherKeys(shape: ObjectShape, seen: KeySet): readonly string[] {
    const id = `${shape.id} ${seen.id}`;
    let found = this.classes.get(id);
    if (found === undefined) {
      found = [...new KeyWalk(shape, seen, this.formulas, this.texts).witnesses().values()];
      this.classes.set(id, found);
    }
    return found;
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

interface KeyNode {
  readonly text: string;
  readonly formulas: readonly Formula[];
}

/** Key prefixes looked at to find the ways in which keys can differ. */
const MAX_NODES = 2000;

/** Walks over the beginnings of keys that are told apart, breadth first. */
export class KeyWalk {
  private readonly shape: ObjectShape;
  private readonly seen: KeySet;
  private readonly formulas: Formulas;
  private readonly texts: TextSearch;

  constructor(shape: ObjectShape, seen: KeySet, formulas: Formulas, texts: TextSearch) {
    this.shape = shape;
    this.seen = seen;
    this.formulas = formulas;
    this.texts = texts;
  }

  /** By verdicts of the key formulas, one free key behind `text` each. */
  witnesses(text = "", begun: readonly Formula[] = this.shape.keyFormulas): Map<string, string> {
    const found = new Map<string, string>();
    const queue: KeyNode[] = [{ text, formulas: begun }];
    const visited = new Set([this.nodeKey(queue[0]!)]);
    for (let index = 0; index < queue.length && index < MAX_NODES; index++) {
      const node = queue[index]!;
      if (!this.isTaken(node.text)) {
        const verdicts = node.formulas.map((formula) => Number(endOfText(formula, this.formulas))).join("");
        if (!found.has(verdicts)) found.set(verdicts, node.text);
      }
      for (const next of this.behind(node)) {
        const key = this.nodeKey(next);
        if (!visited.has(key)) queue.push(next);
        visited.add(key);
      }
    }
    return found;
  }

  /** Verdicts of the key formulas on a whole key. */
  verdictsOf(key: string): string {
    return this.shape.keyFormulas.map((formula) => Number(textHolds(key, formula, this.formulas))).join("");
  }

  private isTaken(text: string): boolean {
    return this.shape.places.has(text) || this.seen.keys.has(text);
  }

  private behind({ text, formulas }: KeyNode): KeyNode[] {
    const codePoints = new Set(examples(formulas));
    for (const key of this.taken()) {
      if (key.startsWith(text) && key.length > text.length) codePoints.add(key.codePointAt(text.length)!);
    }
    return [...codePoints].map((codePoint) => ({
      text: text + String.fromCodePoint(codePoint),
      formulas: formulas.map((formula) => this.texts.take(formula, codePoint)),
    }));
  }

  /** Texts with the same future have the same key: what came before matters only on the way to a taken key. */
  private nodeKey({ text, formulas }: KeyNode): string {
    const isOnTheWay = this.taken().some((key) => key.startsWith(text));
    return `${formulas.map(({ id }) => id).join()} ${isOnTheWay ? text : ""}${isOnTheWay ? "" : "*"}`;
  }

  private taken(): string[] {
    return [...this.shape.names, ...this.seen.keys];
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
