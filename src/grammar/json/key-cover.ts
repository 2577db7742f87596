import type { TextAtom } from "./atoms.ts";
import type { Formula, Formulas } from "./formula.ts";

/** Whether a whole text is in the language of a text formula. */
export function textHolds(text: string, formula: Formula, formulas: Formulas): boolean {
  let rest = formula;
  for (const character of text) {
    if (rest.op === "constant") break;
    const codePoint = character.codePointAt(0)!;
    rest = formulas.map(rest, (atom) => (atom as TextAtom).take(codePoint, formulas));
  }
  return endOfText(rest, formulas);
}

/** Whether a text may end where its formula is `formula`. */
export function endOfText(formula: Formula, formulas: Formulas): boolean {
  return formulas.evaluate(formula, (atom) => (atom as TextAtom).holdsAtEnd);
}

/** The keys that `properties` and `patternProperties` of a schema speak of, or all keys. */
export interface KeyCover {
  readonly names: ReadonlyMap<string, unknown>;
  readonly patterns: readonly Formula[];
  readonly all: boolean;
}

export function covers(cover: KeyCover, key: string, formulas: Formulas): boolean {
  return cover.all || cover.names.has(key) || cover.patterns.some((pattern) => textHolds(key, pattern, formulas));
}
