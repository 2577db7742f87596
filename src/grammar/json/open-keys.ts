import type { Formula } from "./formula.ts";
import type { KeyWalk } from "./key-walk.ts";

/** Further keys, one of each kind: of those that may come, and of those that may not. */
export interface FurtherKinds {
  readonly open: readonly string[];
  readonly closed: readonly string[];
  /** Otherwise there may be others, of which nothing is known. */
  readonly areAll: boolean;
}

/** What may come as the next key of an object: names of its schemas, and further keys of some kinds. */
export class OpenKeys {
  readonly names: ReadonlySet<string>;
  /** Whether every text is the beginning of a key. */
  readonly isFree: boolean;
  private readonly hasFurther: boolean;
  private readonly walk: KeyWalk;
  private readonly kinds: FurtherKinds;
  /** Verdicts of the key formulas on keys of the kinds that may come, and of those that may not. */
  private readonly open: ReadonlySet<string>;
  private readonly closed: ReadonlySet<string>;
  private readonly known = new Map<string, boolean>();

  constructor(names: ReadonlySet<string>, kinds: FurtherKinds, walk: KeyWalk) {
    this.names = names;
    this.walk = walk;
    this.kinds = kinds;
    this.hasFurther = kinds.open.length > 0 || !kinds.areAll;
    this.isFree = this.hasFurther && kinds.areAll && kinds.closed.length === 0;
    this.open = new Set(kinds.open.map((key) => walk.verdictsOf(key)));
    this.closed = new Set(kinds.closed.map((key) => walk.verdictsOf(key)));
  }

  /** Whether a text is the beginning of a name, or of a key that is there already. */
  isOnTheWay(text: string): boolean {
    return this.walk.isOnTheWay(text);
  }

  /** What goes on, behind such a beginning, to a name or a key that is there already. */
  takenBehind(text: string): ReadonlySet<number> {
    return this.walk.takenBehind(text);
  }

  /** The same for beginnings with the same future. */
  nodeKey(text: string, formulas: readonly Formula[]): string {
    return this.walk.nodeKey({ text, formulas });
  }

  get hasOnlyNames(): boolean {
    return !this.hasFurther;
  }

  get isEmpty(): boolean {
    return this.names.size === 0 && !this.hasFurther;
  }

  /** Whether a key may begin with `text`, behind which the key formulas are `formulas`. */
  leadsOn(text: string, formulas: readonly Formula[]): boolean {
    if (this.isFree) return true;
    for (const name of this.names) if (name.startsWith(text)) return true;
    if (!this.hasFurther) return false;
    const key = this.walk.nodeKey({ text, formulas });
    let leads = this.known.get(key);
    if (leads === undefined) {
      leads = this.kinds.areAll
        ? this.walk.reaches(text, formulas, this.open)
        : this.walk.reachesOther(text, formulas, this.closed);
      this.known.set(key, leads);
    }
    return leads;
  }
}
