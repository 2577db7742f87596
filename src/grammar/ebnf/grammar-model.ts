import type { CodePointSet } from "../regex/index.ts";

/** The right side of a rule. */
export type Expression =
  | { readonly type: "literal"; readonly text: string }
  | { readonly type: "class"; readonly set: CodePointSet }
  /** `position` is where the name stands, in UTF-16 units. */
  | { readonly type: "rule"; readonly name: string; readonly position: number }
  | { readonly type: "sequence"; readonly parts: readonly Expression[] }
  | { readonly type: "choice"; readonly options: readonly Expression[] }
  /** `most` is Infinity for no limit. */
  | { readonly type: "repeat"; readonly item: Expression; readonly least: number; readonly most: number };

/** Rules by name, in the order of the text. */
export type Grammar = ReadonlyMap<string, Expression>;

/** The rule that every text is derived from. */
export const ROOT = "root";

export const nothing: Expression = { type: "sequence", parts: [] };
