import type { JsonValue } from "../schema-model/index.ts";
import { equalityKey } from "../schema-model/index.ts";
import { UniqueAtom } from "./array-atoms.ts";
import { holdsAtEnd, takeItem } from "./derive.ts";
import { type Engine, settle } from "./engine.ts";
import { atomsOf, FALSE, type Formula } from "./formula.ts";
import { asksNothingMore, BYTE, bytesOf, isWhitespace, Place, type Step, WHITESPACE } from "./place.ts";
import type { Container, Outcome, Slot } from "./slot.ts";
import { ValuePlace } from "./value-place.ts";

/** An array between two items. */
export class ArrayState {
  readonly id: number;
  readonly engine: Engine;
  readonly slot: Slot;
  readonly vector: readonly Formula[];
  readonly goal: Formula;
  private readonly items: readonly JsonValue[];
  private next: Slot | null | undefined;

  static at(engine: Engine, slot: Slot, vector: readonly Formula[], items: readonly JsonValue[]): ArrayState {
    const recorded = slot.isRecorded ? items.map(equalityKey).join() : "";
    const key = `array ${slot.id} ${vector.map(({ id }) => id).join()} ${recorded}`;
    return engine.intern(key, (id) => new ArrayState(id, engine, slot, vector, items));
  }

  private constructor(id: number, engine: Engine, slot: Slot, vector: readonly Formula[], items: readonly JsonValue[]) {
    this.id = id;
    this.engine = engine;
    this.slot = slot;
    this.vector = vector;
    this.goal = engine.goalOf(slot, vector);
    this.items = items;
  }

  get canEnd(): boolean {
    return holdsAtEnd(this.goal, this.engine.formulas);
  }

  get isAlive(): boolean {
    return this.engine.live.array(this.goal);
  }

  /** For a further item; null where none may come. */
  nextItem(): Slot | null {
    if (this.next === undefined) this.next = this.prepareItem();
    return this.next;
  }

  end(): Step | null {
    if (!this.canEnd) return null;
    const verdicts = this.vector.map((formula) => holdsAtEnd(formula, this.engine.formulas));
    return this.engine.end(this.slot, verdicts, this.items);
  }

  with(vector: readonly Formula[], { verdicts, value }: Outcome): ArrayState {
    const { formulas } = this.engine;
    const remember = (formula: Formula): Formula =>
      formulas.map(formula, (atom, self) => {
        if (atom instanceof UniqueAtom) return formulas.atom(atom.with(value!));
        return atom.mapInner?.(remember, formulas) ?? self;
      });
    const settled = vector.map((formula) => remember(settle(formula, verdicts, formulas)));
    const items = this.slot.isRecorded ? [...this.items, value!] : this.items;
    return ArrayState.at(this.engine, this.slot, settled, items);
  }

  private prepareItem(): Slot | null {
    const { live, formulas } = this.engine;
    if (!live.canTakeItem(this.goal)) return null;
    const goal = live.project(takeItem(this.goal, formulas), (rest) => live.array(rest));
    if (goal === FALSE || !live.inhabited(goal)) return null;
    const vector = this.vector.map((formula) => takeItem(formula, formulas));
    const isRecorded = this.slot.isRecorded || atomsOf(vector).some((atom) => atom instanceof UniqueAtom);
    return this.engine.slot(new OpenArray(this, vector), this.slot.depth + 1, vector, goal, isRecorded);
  }
}

class OpenArray implements Container {
  readonly id: number;
  private readonly state: ArrayState;
  private readonly vector: readonly Formula[];

  constructor(state: ArrayState, vector: readonly Formula[]) {
    this.id = state.id;
    this.state = state;
    this.vector = vector;
  }

  afterValue(outcome: Outcome): Step | null {
    const state = this.state.with(this.vector, outcome);
    return state.isAlive ? ArrayPlace.at(state) : null;
  }
}

const START = bytesOf(`"[]{tfn-0123456789${WHITESPACE}`);
const BEHIND = bytesOf(`,]${WHITESPACE}`);

/** Behind `[`; `sub` counts whitespace. */
export class ArrayStart extends Place {
  private readonly state: ArrayState;

  static at(engine: Engine, state: ArrayState): Step {
    return { place: engine.intern(`array start ${state.id}`, (id) => new ArrayStart(id, state)), sub: 0 };
  }

  private constructor(id: number, state: ArrayState) {
    super(id, START);
    this.state = state;
  }

  override get countsWhitespace(): boolean {
    return true;
  }

  override get forgets(): boolean {
    return this.state.nextItem()?.isRecorded ?? false;
  }

  override stepForMask(): Step | null {
    const slot = this.state.nextItem();
    return slot === null ? null : this.state.engine.enter(slot, BYTE.QUOTE, true);
  }

  protected override get endsWhenItCan(): boolean {
    return asksNothingMore(this.state.vector, this.state.goal);
  }

  step(sub: number, byte: number): Step | null {
    const { engine } = this.state;
    if (isWhitespace(byte)) return sub < engine.maxWhitespace ? { place: this, sub: sub + 1 } : null;
    if (byte === BYTE.CLOSE_BRACKET) return this.state.end();
    const slot = this.state.nextItem();
    return slot === null ? null : engine.enter(slot, byte);
  }
}

/** Behind an item; `sub` counts whitespace. */
class ArrayPlace extends Place {
  private readonly state: ArrayState;

  static at(state: ArrayState): Step {
    return { place: state.engine.intern(`array place ${state.id}`, (id) => new ArrayPlace(id, state)), sub: 0 };
  }

  private constructor(id: number, state: ArrayState) {
    super(id, BEHIND);
    this.state = state;
  }

  override get countsWhitespace(): boolean {
    return true;
  }

  protected override get endsWhenItCan(): boolean {
    return asksNothingMore(this.state.vector, this.state.goal);
  }

  step(sub: number, byte: number): Step | null {
    const { engine } = this.state;
    if (isWhitespace(byte)) return sub < engine.maxWhitespace ? { place: this, sub: sub + 1 } : null;
    if (byte === BYTE.CLOSE_BRACKET) return this.state.end();
    if (byte !== BYTE.COMMA) return null;
    const slot = this.state.nextItem();
    return slot === null ? null : ValuePlace.at(engine, slot);
  }
}
