// The hot loop of walking text: `step` allocates only at a state's first visit.
import type { CharacterSteps, TextState } from "../contract.ts";
import { type Alphabet, examplesOf } from "../regex/index.ts";
import type { WorkClock } from "../work-clock.ts";
import type { Formula } from "./formula.ts";
import type { TextSearch } from "./text-search.ts";

const UNKNOWN = -2;

/** What a row takes beside its cells. */
const ROW_CELLS = 64;

/** The formulas of texts over one alphabet as a machine of characters, so that text is walked without a place for every formula. */
export class TextSteps implements CharacterSteps {
  readonly alphabet: Alphabet;
  private readonly texts: TextSearch;
  private readonly clock: WorkClock;
  private readonly examples: Int32Array;
  private readonly formulas: Formula[] = [];
  private readonly rows: Int32Array[] = [];
  private readonly numbers = new Map<number, number>();

  constructor(alphabet: Alphabet, texts: TextSearch, clock: WorkClock) {
    this.alphabet = alphabet;
    this.texts = texts;
    this.clock = clock;
    this.examples = examplesOf(alphabet);
  }

  at(formula: Formula): TextState {
    return { machine: this, state: this.number(formula) };
  }

  step(state: number, characterClass: number): number {
    const row = this.rows[state]!;
    const known = row[characterClass]!;
    if (known !== UNKNOWN) return known;
    const next = this.texts.take(this.formulas[state]!, this.examples[characterClass]!);
    const target = this.texts.canEnd(next) ? this.number(next) : -1;
    row[characterClass] = target;
    return target;
  }

  private number(formula: Formula): number {
    let number = this.numbers.get(formula.id);
    if (number === undefined) {
      const { classCount } = this.alphabet;
      this.clock.keep?.(classCount + ROW_CELLS);
      number = this.formulas.push(formula) - 1;
      this.rows.push(new Int32Array(classCount).fill(UNKNOWN));
      this.numbers.set(formula.id, number);
    }
    return number;
  }
}
