import type { NumberAtom } from "./atoms.ts";
import type { Engine } from "./engine.ts";
import { atomsOf, FALSE, type Formula } from "./formula.ts";
import { asksOnlyForIntegers, resolveNumber } from "./number-resolve.ts";
import { mostDecimals } from "./number-search.ts";
import {
  decimalOf,
  extendNumberText,
  freeText,
  integerText,
  isWholeNumber,
  parseNumberText,
  takesExponent,
} from "./number-text.ts";
import { Place, type Step } from "./place.ts";
import type { Slot } from "./slot.ts";

/** In a number. It ends where a byte comes that is none of its own. */
export class NumberPlace extends Place {
  private readonly engine: Engine;
  private readonly slot: Slot;
  private readonly vector: readonly Formula[];
  private readonly goal: Formula;
  /** The spelling so far, or one that stands for all with the same future. */
  private readonly text: string;

  static at(engine: Engine, slot: Slot, before: readonly Formula[], goalBefore: Formula, spelled: string): Step | null {
    const resolve = (formula: Formula): Formula => resolveNumber(formula, spelled, engine.formulas);
    const goal = resolve(goalBefore);
    if (goal === FALSE) return null;
    const vector = before.map((formula) => (formula === goalBefore ? goal : resolve(formula)));
    const atoms = atomsOf(vector) as NumberAtom[];
    const text = slot.isRecorded ? spelled : atoms.length === 0 ? freeText(spelled) : shortened(atoms, spelled);
    if (!engine.live.number(goal, text)) return null;
    const key = `number ${slot.id} ${vector.map(({ id }) => id).join()} ${text}`;
    return { place: engine.intern(key, (id) => new NumberPlace(id, engine, slot, vector, goal, text)), sub: 0 };
  }

  private constructor(id: number, engine: Engine, slot: Slot, vector: readonly Formula[], goal: Formula, text: string) {
    super(id);
    this.engine = engine;
    this.slot = slot;
    this.vector = vector;
    this.goal = goal;
    this.text = text;
  }

  step(_sub: number, byte: number): Step | null {
    const longer = extendNumberText(this.text, String.fromCharCode(byte));
    if (longer !== null) return this.extend(longer);
    if (!this.canEnd()) return null;
    const value = decimalOf(this.text);
    const verdicts = this.vector.map((formula) => this.holds(formula));
    const behind = this.engine.end(this.slot, verdicts, value);
    return behind === null ? null : behind.place.step(behind.sub, byte);
  }

  override isAccepting(): boolean {
    return this.slot.below === null && this.canEnd();
  }

  private extend(longer: string): Step | null {
    const atoms = atomsOf(this.vector) as NumberAtom[];
    const isFree = !this.slot.isRecorded && atoms.length === 0;
    if (!isFree && (parseNumberText(longer).fraction ?? "").length > mostDecimals(atoms)) return null;
    if (longer.endsWith("e") && !isFree && !takesExponent(parseNumberText(this.text))) return null;
    return NumberPlace.at(this.engine, this.slot, this.vector, this.goal, longer);
  }

  private canEnd(): boolean {
    return isWholeNumber(this.text) && this.holds(this.goal);
  }

  private holds(formula: Formula): boolean {
    return this.engine.formulas.evaluate(formula, (atom) => (atom as NumberAtom).holds(decimalOf(this.text)));
  }
}

function shortened(atoms: readonly NumberAtom[], text: string): string {
  return asksOnlyForIntegers(atoms) ? integerText(text) : text;
}
