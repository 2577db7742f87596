import type { CodePointSet } from "./code-point-set.ts";

/** A regular expression as a tree. Groups leave no trace: what they capture says nothing of the language. */
export type PatternNode =
  | { readonly kind: "set"; readonly set: CodePointSet }
  | { readonly kind: "sequence"; readonly items: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly options: readonly PatternNode[] }
  /** `max` null: without end. */
  | { readonly kind: "repeat"; readonly item: PatternNode; readonly min: number; readonly max: number | null }
  /** `^`: nothing stands in front. */
  | { readonly kind: "start" }
  /** `$`: nothing follows. */
  | { readonly kind: "end" };

export const emptySequence: PatternNode = { kind: "sequence", items: [] };
