/** Characters that may be spelled with an escape, as inclusive ranges of code points in rising order. */
export type Escapable = readonly (readonly [first: number, last: number])[];

/** "usual": where some writer of JSON does so; "any": all that JSON allows. */
export type Escapes = "usual" | "any";

/**
 * What writers of JSON escape: controls, `"` and `\` because they must, `/`, `<`, `>`, `&` and `'` for HTML, everything from DEL on for
 * plain ASCII. Nobody writes `\u0061` for a letter; but a model whose favourite keys are forbidden would, because the backslash is what
 * is left.
 */
const USUAL: Escapable = [
  [0, 0x1f],
  [0x22, 0x22],
  [0x26, 0x27],
  [0x2f, 0x2f],
  [0x3c, 0x3c],
  [0x3e, 0x3e],
  [0x5c, 0x5c],
  [0x7f, 0x10ffff],
];
const ANY: Escapable = [[0, 0x10ffff]];

export function escapableBy(escapes: Escapes): Escapable {
  return escapes === "usual" ? USUAL : ANY;
}
