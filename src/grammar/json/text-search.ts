import type { TextState } from "../contract.ts";
import type { Alphabet } from "../regex/index.ts";
import type { TextAtom } from "./atoms.ts";
import { Examples } from "./examples.ts";
import { atomsOf, FALSE, type Formula, type Formulas, TRUE } from "./formula.ts";
import { endOfText } from "./key-cover.ts";
import { TextSteps } from "./text-steps.ts";

/** Formulas looked at in one search, and demands in them; behind that the text is taken to have an end. */
const MAX_VISITS = 5000;
const MAX_DEMANDS = 4000;
/** Demands in all searches of a machine; behind that each may look at few. */
const MAX_ALL_DEMANDS = 500_000;
const FEW_DEMANDS = 400;

/** Which formulas of a string some text meets. */
export class TextSearch {
  readonly examples = new Examples();
  private readonly formulas: Formulas;
  private readonly known = new Map<number, boolean>();
  private readonly steps = new WeakMap<Alphabet, TextSteps>();
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

  /** A formula that tells some characters apart, as the state of a machine; null for any other. */
  stateOf(formula: Formula): TextState | null {
    const alphabet = this.examples.alphabetOf([formula]);
    if (alphabet === null) return null;
    let steps = this.steps.get(alphabet);
    if (steps === undefined) {
      steps = new TextSteps(alphabet, this, this.formulas.clock);
      this.steps.set(alphabet, steps);
    }
    return steps.at(formula);
  }

  take(formula: Formula, codePoint: number): Formula {
    return this.formulas.map(formula, (atom) => (atom as TextAtom).take(codePoint, this.formulas));
  }

  /** Of a formula that no empty rest meets. Depth first, so that lengths are met quickly; what is proved holds for the whole path or the whole search. */
  private search(start: Formula): boolean {
    const visited = new Set([start.id]);
    const path: { formula: Formula; rest: number[] }[] = [{ formula: start, rest: this.examples.of([start]) }];
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
      path.push({ formula: next, rest: this.examples.of([next]) });
    }
    this.left -= demands * visited.size;
    if (found) for (const { formula } of path) this.known.set(formula.id, true);
    else for (const id of visited) this.known.set(id, false);
    return found;
  }
}
