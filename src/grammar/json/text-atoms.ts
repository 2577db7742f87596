import type { TextState } from "../contract.ts";
import { type Alphabet, allowsAny, countStates, shortestWord } from "../regex/index.ts";
import type { TextAtom } from "./atoms.ts";
import { FALSE, type Formula, type Formulas, TRUE } from "./formula.ts";
import type { TextMachine } from "./text-machine.ts";

/** A machine of characters on its way. */
export class MachineAtom implements TextAtom {
  readonly key: string;
  private readonly machine: TextMachine;
  private readonly state: number;

  private constructor(machine: TextMachine, state: number) {
    this.machine = machine;
    this.state = state;
    this.key = `text ${machine.id} ${state}`;
  }

  static at(machine: TextMachine, state: number, formulas: Formulas): Formula {
    if (state < 0) return FALSE;
    let formula = machine.formulas[state];
    if (formula === undefined) {
      formula = machine.machine.isFree(state) ? TRUE : formulas.atom(new MachineAtom(machine, state));
      machine.formulas[state] = formula;
    }
    return formula;
  }

  take(codePoint: number, formulas: Formulas): Formula {
    return MachineAtom.at(this.machine, this.machine.machine.next(this.state, codePoint), formulas);
  }

  get holdsAtEnd(): boolean {
    return this.machine.machine.isAccepting(this.state);
  }

  allowsAny(first: number, last: number): boolean {
    return allowsAny(this.machine.machine, this.state, first, last);
  }

  get alphabet(): Alphabet {
    return this.machine.machine.alphabet;
  }

  get position(): TextState {
    return { machine: this.machine.machine, state: this.state };
  }

  get hasFewStates(): boolean {
    return countStates(this.machine.machine) < Number.POSITIVE_INFINITY;
  }

  get words(): number {
    return this.machine.words;
  }

  shortest(): string {
    return shortestWord(this.machine.machine, this.state);
  }

  room(_isNegated: boolean, isPlain: boolean): number {
    return isPlain ? this.machine.plainRoom.of(this.state) : 0;
  }
}

/** At least so many more code points. */
export class MoreText implements TextAtom {
  readonly key: string;
  readonly alphabet = null;
  readonly holdsAtEnd = false;
  readonly words = Number.POSITIVE_INFINITY;
  private readonly count: number;

  private constructor(count: number) {
    this.count = count;
    this.key = `more text ${count}`;
  }

  static of(count: number, formulas: Formulas): Formula {
    return count <= 0 ? TRUE : formulas.atom(new MoreText(count));
  }

  take(_codePoint: number, formulas: Formulas): Formula {
    return MoreText.of(this.count - 1, formulas);
  }

  room(isNegated: boolean): number {
    return isNegated ? this.count - 1 : Number.POSITIVE_INFINITY;
  }
}
