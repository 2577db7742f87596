import type { NumberAtom } from "./atoms.ts";
import type { Engine } from "./engine.ts";
import { atomsOf, FALSE, type Formula } from "./formula.ts";
import { NumberClasses } from "./number-class.ts";
import { readableGoal } from "./number-reading.ts";
import { resolveNumber } from "./number-resolve.ts";
import { decimalOf, extendNumberText, freeText, isWholeNumber, parseNumberText, takesExponent } from "./number-text.ts";
import { asksNothingMore, bytesOf, Place, type Step, WHITESPACE } from "./place.ts";
import type { Slot } from "./slot.ts";

/** Also what may stand behind it. */
const NUMBER = bytesOf(`0123456789+-.eE,]}${WHITESPACE}`);

/** What is asked of a number from some place on. */
interface Asked {
  readonly id: number;
  readonly vector: readonly Formula[];
  readonly goal: Formula;
  readonly classes: NumberClasses;
  /** Whether nothing was asked of the number when it began, so that it may be spelled in any way. */
  readonly isFree: boolean;
}

/** In a number. It ends where a byte comes that is none of its own. */
export class NumberPlace extends Place {
  private readonly engine: Engine;
  private readonly slot: Slot;
  private readonly asked: Asked;
  /** The spelling so far, or one that stands for all with the same future. */
  private readonly text: string;
  private behind: Step | null | undefined;

  /** At the first byte. */
  static start(engine: Engine, slot: Slot, vector: readonly Formula[], goal: Formula, text: string): Step | null {
    const isFree = !slot.isRecorded && atomsOf(vector).length === 0;
    return NumberPlace.at(engine, slot, askedOf(engine, vector, readableGoal(goal, engine.formulas), isFree), text);
  }

  private static at(engine: Engine, slot: Slot, before: Asked, spelled: string): Step | null {
    const kind = before.isFree ? freeText(spelled) : before.classes.of(spelled);
    const text = slot.isRecorded ? spelled : kind;
    const asked = engine.intern(`number class ${before.id} ${kind}`, () => resolve(engine, before, spelled));
    if (asked === null) return null;
    const own =
      slot.isRecorded || asked === before ? text : asked.isFree ? freeText(spelled) : asked.classes.of(spelled);
    const key = `number ${slot.id} ${asked.id} ${own}`;
    return { place: engine.intern(key, (id) => new NumberPlace(id, engine, slot, asked, spelled)), sub: 0 };
  }

  private constructor(id: number, engine: Engine, slot: Slot, asked: Asked, text: string) {
    super(id, NUMBER);
    this.engine = engine;
    this.slot = slot;
    this.asked = asked;
    this.text = text;
  }

  protected override get endsWhenItCan(): boolean {
    return asksNothingMore(this.asked.vector, this.asked.goal);
  }

  step(_sub: number, byte: number): Step | null {
    const longer = extendNumberText(this.text, String.fromCharCode(byte));
    if (longer !== null) return this.extend(longer);
    if (this.behind === undefined) this.behind = this.end();
    return this.behind === null ? null : this.behind.place.step(this.behind.sub, byte);
  }

  override isAccepting(): boolean {
    return this.slot.below === null && this.canEnd();
  }

  private extend(longer: string): Step | null {
    const { classes, isFree } = this.asked;
    if (!isFree) {
      const { fraction } = parseNumberText(longer);
      if (fraction !== null && fraction.length > classes.mostDecimals) return null;
      if (longer.endsWith("e") && !takesExponent(parseNumberText(this.text))) return null;
    }
    return NumberPlace.at(this.engine, this.slot, this.asked, longer);
  }

  private end(): Step | null {
    if (!this.canEnd()) return null;
    const verdicts = this.asked.vector.map((formula) => this.holds(formula));
    return this.engine.end(this.slot, verdicts, decimalOf(this.text));
  }

  private canEnd(): boolean {
    return isWholeNumber(this.text) && this.holds(this.asked.goal);
  }

  private holds(formula: Formula): boolean {
    return this.engine.formulas.evaluate(formula, (atom) => (atom as NumberAtom).holds(decimalOf(this.text)));
  }
}

function askedOf(engine: Engine, vector: readonly Formula[], goal: Formula, isFree: boolean): Asked {
  const key = `number asked ${goal.id} ${vector.map(({ id }) => id).join()} ${isFree}`;
  return engine.intern(key, (id) => {
    const classes = new NumberClasses(atomsOf([...vector, goal]) as NumberAtom[]);
    return { id, vector, goal, classes, isFree };
  });
}

/** What is left to ask behind a spelling; null where no number goes on so. */
function resolve(engine: Engine, { vector, goal, isFree }: Asked, spelled: string): Asked | null {
  const left = resolveNumber(goal, spelled, engine.formulas);
  if (left === FALSE || !engine.live.number(left, spelled)) return null;
  const of = (formula: Formula): Formula =>
    formula === goal ? left : resolveNumber(formula, spelled, engine.formulas);
  return askedOf(engine, vector.map(of), left, isFree);
}
