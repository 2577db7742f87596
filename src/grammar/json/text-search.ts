import type { TextAtom } from "./atoms.ts";
import { atomsOf, FALSE, type Formula, type Formulas, TRUE } from "./formula.ts";
import { endOfText } from "./key-cover.ts";

/** Formulas looked at in one search, and demands in them; behind that the text is taken to have an end. */
const MAX_VISITS = 5000;
const MAX_DEMANDS = 4000;
/** Demands in all searches of a machine; behind that each may look at few. */
const MAX_ALL_DEMANDS = 500_000;
const FEW_DEMANDS = 400;
const LAST_CODE_POINT = 0x10ffff;
const AFTER_SURROGATES = 0xe000;

/** Which formulas of a string some text meets. */
export class TextSearch {
  private readonly formulas: Formulas;
  private readonly known = new Map<number, boolean>();
  private left = MAX_ALL_DEMANDS;

  constructor(formulas: Formulas) {
    this.formulas = formulas;
  }

  canEnd(formula: Formula): boolean {
    if (formula === TRUE || formula === FALSE) return formula === TRUE;
    // A machine gives out no state without a word.
    if (formula.op === "atom") return true;
    return this.known.get(formula.id) ?? (endOfText(formula, this.formulas) || this.search(formula));
  }

  take(formula: Formula, codePoint: number): Formula {
    return this.formulas.map(formula, (atom) => (atom as TextAtom).take(codePoint, this.formulas));
  }

  /** Of a formula that no empty rest meets. Depth first, so that lengths are met quickly; what is proved holds for the whole path or the whole search. */
  private search(start: Formula): boolean {
    const visited = new Set([start.id]);
    const path: { formula: Formula; rest: number[] }[] = [{ formula: start, rest: examples([start]) }];
    const demands = atomsOf([start]).length;
    const mostVisits = Math.min(MAX_VISITS, (this.left > 0 ? MAX_DEMANDS : FEW_DEMANDS) / demands);
    let found = false;
    while (!found && path.length > 0) {
      const top = path.at(-1)!;
      const codePoint = top.rest.shift();
      if (codePoint === undefined) {
        path.pop();
        continue;
      }
      const next = this.take(top.formula, codePoint);
      const isKnown = this.known.get(next.id) ?? (next.op === "constant" ? next === TRUE : undefined);
      found = isKnown === true || visited.size > mostVisits;
      if (found || isKnown === false || visited.has(next.id)) continue;
      visited.add(next.id);
      found = endOfText(next, this.formulas);
      path.push({ formula: next, rest: examples([next]) });
    }
    this.left -= demands * visited.size;
    if (found) for (const { formula } of path) this.known.set(formula.id, true);
    else for (const id of visited) this.known.set(id, false);
    return found;
  }
}

/**
 * One code point of each run that the formulas treat alike, those of `first` to `last`; never a surrogate. Readable ones first. For each that
 * is `taken` also one of its run that is not, where there is one.
 */
export function examples(
  formulas: readonly Formula[],
  first = 0,
  last = LAST_CODE_POINT,
  taken: ReadonlySet<number> = NONE,
): number[] {
  const found = new Set<number>([first]);
  for (const atom of atomsOf(formulas) as TextAtom[]) {
    const { edges } = atom;
    for (let index = firstAbove(edges, first); index < edges.length && edges[index]! <= last; index++) {
      found.add(edges[index]!);
    }
  }
  const starts = [...found];
  if (first <= LETTER && LETTER <= last) found.add(LETTER);
  for (const codePoint of [...found]) if (taken.has(codePoint)) found.add(untaken(codePoint, starts, last, taken));
  return [...found]
    .map(offSurrogates)
    .filter((codePoint) => codePoint <= last)
    .sort(byReadability);
}

const LETTER = 0x61;
const NONE: ReadonlySet<number> = new Set();

/** Of the run that holds a code point; the code point itself where all of the run are taken. */
function untaken(codePoint: number, starts: readonly number[], last: number, taken: ReadonlySet<number>): number {
  const start = Math.max(...starts.filter((edge) => edge <= codePoint));
  const end = Math.min(last + 1, ...starts.filter((edge) => edge > codePoint));
  for (let other = start; other < end; other = offSurrogates(other + 1)) if (!taken.has(other)) return other;
  return codePoint;
}

/** Index of the first that is greater than `value`. */
function firstAbove(ascending: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function offSurrogates(codePoint: number): number {
  return codePoint >= 0xd800 && codePoint < AFTER_SURROGATES ? AFTER_SURROGATES : codePoint;
}

function byReadability(a: number, b: number): number {
  return Number(a < 0x20) - Number(b < 0x20) || a - b;
}
