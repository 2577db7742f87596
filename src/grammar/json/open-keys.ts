import type { Formula } from "./formula.ts";
import type { KeyWalk } from "./key-walk.ts";

/** What may come as the next key of an object: names of its schemas, and further keys of some kinds. */
export class OpenKeys {
  readonly names: ReadonlySet<string>;
  /** Whether every text is the beginning of a key. */
  readonly isFree: boolean;
  private readonly hasFurther: boolean;
  private readonly walk: KeyWalk;
  /** Of the further keys that may come. */
  private readonly verdicts: ReadonlySet<string>;
  private readonly known = new Map<string, boolean>();

  /** `further` has one key of each kind that may come; `hasAllKinds`: there is no other. */
  constructor(names: ReadonlySet<string>, further: readonly string[], hasAllKinds: boolean, walk: KeyWalk) {
    this.names = names;
    this.walk = walk;
    this.hasFurther = further.length > 0;
    this.isFree = this.hasFurther && hasAllKinds;
    this.verdicts = new Set(further.map((key) => walk.verdictsOf(key)));
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
      leads = this.walk.reaches(text, formulas, this.verdicts);
      this.known.set(key, leads);
    }
    return leads;
  }
}
