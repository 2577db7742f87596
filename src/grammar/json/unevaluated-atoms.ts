import type { ArrayAtom, ObjectAtom, Spec } from "./atoms.ts";
import { FALSE, type Formula, type Formulas, TRUE } from "./formula.ts";
import { covers, type KeyCover } from "./key-cover.ts";

type Change = (formula: Formula) => Formula;

/** Keys count as evaluated by these when `when`, a formula of the same object, turns out true. */
export interface EvaluatedKeys {
  readonly keys: KeyCover & { readonly id: number };
  readonly when: Formula;
}

/** `unevaluatedProperties`: every member is evaluated by something that holds, or `spec` holds for its value. */
export class UnevaluatedKeysAtom implements ObjectAtom {
  readonly key: string;
  readonly order = Number.MAX_SAFE_INTEGER;
  readonly holdsAtEnd = true;
  readonly inner: readonly Formula[];
  readonly keyFormulas: readonly Formula[];
  readonly names: readonly string[];
  private readonly spec: Spec;
  private readonly evaluated: readonly EvaluatedKeys[];

  private constructor(spec: Spec, evaluated: readonly EvaluatedKeys[]) {
    this.spec = spec;
    this.evaluated = evaluated;
    this.inner = evaluated.map(({ when }) => when);
    this.keyFormulas = evaluated.flatMap(({ keys }) => keys.patterns);
    this.names = evaluated.flatMap(({ keys }) => [...keys.names.keys()]);
    this.key = `unevaluated keys ${spec.id} ${evaluated.map(({ keys, when }) => `${keys.id}:${when.id}`).join()}`;
  }

  static of(spec: Spec, evaluated: readonly EvaluatedKeys[], formulas: Formulas): Formula {
    if (spec.hole === TRUE) return TRUE;
    const open = evaluated.filter(({ when }) => when !== FALSE);
    if (open.some(({ keys, when }) => keys.all && when === TRUE)) return TRUE;
    return formulas.atom(new UnevaluatedKeysAtom(spec, open));
  }

  take(key: string, formulas: Formulas, derive: Change): Formula {
    const after = this.evaluated.map(({ keys, when }) => ({ keys, when: derive(when) }));
    const by = after.filter(({ keys }) => covers(keys, key, formulas)).map(({ when }) => when);
    return formulas.and(UnevaluatedKeysAtom.of(this.spec, after, formulas), formulas.or(this.spec.hole, ...by));
  }

  mapInner(change: Change, formulas: Formulas): Formula {
    const after = this.evaluated.map(({ keys, when }) => ({ keys, when: change(when) }));
    return UnevaluatedKeysAtom.of(this.spec, after, formulas);
  }

  wants(): "any member" {
    return "any member";
  }
}

/** Items count as evaluated when `when` turns out true: those before `before`, and those that `matching` holds for. */
export interface EvaluatedItems {
  readonly before: number;
  readonly matching: Spec | null;
  readonly when: Formula;
}

/** `unevaluatedItems`, at an index. */
export class UnevaluatedItemsAtom implements ArrayAtom {
  readonly key: string;
  readonly holdsAtEnd = true;
  readonly inner: readonly Formula[];
  private readonly spec: Spec;
  private readonly index: number;
  private readonly evaluated: readonly EvaluatedItems[];

  private constructor(spec: Spec, index: number, evaluated: readonly EvaluatedItems[]) {
    this.spec = spec;
    this.index = index;
    this.evaluated = evaluated;
    this.inner = evaluated.map(({ when }) => when);
    const parts = evaluated.map(({ before, matching, when }) => `${before}/${matching?.id ?? ""}:${when.id}`);
    this.key = `unevaluated items ${spec.id} ${index} ${parts.join()}`;
  }

  static of(spec: Spec, index: number, evaluated: readonly EvaluatedItems[], formulas: Formulas): Formula {
    if (spec.hole === TRUE) return TRUE;
    const open = evaluated.filter(
      ({ before, matching, when }) => when !== FALSE && (before > index || matching !== null),
    );
    if (open.some(({ before, when }) => before === Number.POSITIVE_INFINITY && when === TRUE)) return TRUE;
    // The index matters only as long as some prefix ends behind it.
    const farthest = Math.max(0, ...open.map(({ before }) => (Number.isFinite(before) ? before : 0)));
    return formulas.atom(new UnevaluatedItemsAtom(spec, Math.min(index, farthest), open));
  }

  take(formulas: Formulas, derive: Change): Formula {
    const after = this.evaluated.map((part) => ({ ...part, when: derive(part.when) }));
    const by = after.map(({ before, matching, when }) => {
      if (before > this.index) return when;
      return matching === null ? FALSE : formulas.and(matching.hole, when);
    });
    const rest = UnevaluatedItemsAtom.of(this.spec, this.index + 1, after, formulas);
    return formulas.and(rest, formulas.or(this.spec.hole, ...by));
  }

  mapInner(change: Change, formulas: Formulas): Formula {
    const after = this.evaluated.map((part) => ({ ...part, when: change(part.when) }));
    return UnevaluatedItemsAtom.of(this.spec, this.index, after, formulas);
  }
}
