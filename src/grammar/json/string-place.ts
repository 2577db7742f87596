import type { TextState } from "../contract.ts";
import type { TextAtom } from "./atoms.ts";
import {
  bytesInCharacter,
  firstBytes,
  isBetweenCharacters,
  stepText,
  TEXT_BYTES,
  type TextReader,
} from "./character-reader.ts";
import type { Engine } from "./engine.ts";
import type { Escapable } from "./escapes.ts";
import { LETTER } from "./examples.ts";
import { type Formula, TRUE } from "./formula.ts";
import { endOfText } from "./key-cover.ts";
import { asksNothingMore, BYTE, Place, type Step } from "./place.ts";
import type { Slot } from "./slot.ts";
import { limitOf, roomOf, textStateOf, withoutFarLimit } from "./text-room.ts";

/** In a string that is a value. */
export class StringPlace extends Place implements TextReader {
  private readonly engine: Engine;
  private readonly slot: Slot;
  private readonly vector: readonly Formula[];
  private readonly goal: Formula;
  /** What was read, kept only where the value is recorded. */
  private readonly text: string;
  /** Whether `text` may be any other: see ByteMachine.nextForMask. */
  private readonly isForMask: boolean;
  private isAlike: boolean | undefined;
  /** Behind any code point where all lead to the same; undefined: not yet looked for. */
  private behindAny: Place | null | undefined;

  /** `goal` is the slot's goal over `vector`. */
  static at(
    engine: Engine,
    slot: Slot,
    vector: readonly Formula[],
    goal: Formula,
    text: string,
    isForMask = false,
  ): StringPlace {
    const ids = vector.map(({ id }) => id).join();
    const recorded = !slot.isRecorded ? "" : isForMask ? "mask" : JSON.stringify(text);
    const key = `string ${slot.id} ${ids} ${recorded}`;
    return engine.intern(key, (id) => new StringPlace(id, engine, slot, vector, goal, text, isForMask));
  }

  private constructor(
    id: number,
    engine: Engine,
    slot: Slot,
    vector: readonly Formula[],
    goal: Formula,
    text: string,
    isForMask: boolean,
  ) {
    super(id, TEXT_BYTES);
    this.isForMask = isForMask || !slot.isRecorded;
    this.engine = engine;
    this.slot = slot;
    this.vector = vector;
    this.goal = goal;
    this.text = text;
  }

  get escapable(): Escapable {
    return this.engine.escapable;
  }

  step(sub: number, byte: number): Step | null {
    return stepText(this, sub, byte);
  }

  take(codePoint: number): Place | null {
    if (this.isForMask && this.isUniformText(0)) return this;
    if (!this.treatsAlike) return this.behind(codePoint);
    if (this.behindAny === undefined) this.behindAny = this.behind(LETTER);
    return this.behindAny;
  }

  /** Whether all code points lead to the same. */
  private get treatsAlike(): boolean {
    this.isAlike ??= !this.slot.isRecorded && !this.engine.live.texts.examples.tellApart([this.goal, ...this.vector]);
    return this.isAlike;
  }

  private behind(codePoint: number): Place | null {
    const { live } = this.engine;
    const goal = live.texts.take(this.goal, codePoint);
    if (!live.texts.canEnd(goal)) return null;
    const vector = this.vector.map((formula) => (formula === this.goal ? goal : live.texts.take(formula, codePoint)));
    if (this.isForMask && vector.every((formula, index) => formula === this.vector[index])) return this;
    const text = this.slot.isRecorded ? this.text + String.fromCodePoint(codePoint) : "";
    return StringPlace.at(this.engine, this.slot, vector, goal, text, this.isForMask);
  }

  override get forMask(): Place {
    const { engine, slot, text } = this;
    const goal = withoutFarLimit(this.goal, engine.formulas);
    const vector = this.vector.map((formula) => withoutFarLimit(formula, engine.formulas));
    const isForgotten = this.isForMask && vector.every((formula, index) => formula === this.vector[index]);
    return isForgotten ? this : StringPlace.at(engine, slot, vector, goal, text, true);
  }

  allowsAny(first: number, last: number): boolean {
    const { texts } = this.engine.live;
    if (this.goal.op === "constant") return this.goal === TRUE;
    if (this.treatsAlike) return this.take(LETTER) !== null;
    const machineAllows = (this.goal.atom as TextAtom | null)?.allowsAny?.(first, last);
    if (machineAllows !== undefined) return machineAllows;
    for (const codePoint of this.candidates(first, last)) {
      if (texts.canEnd(texts.take(this.goal, codePoint))) return true;
    }
    return false;
  }

  candidates(first: number, last: number): Iterable<number> {
    return this.engine.live.texts.examples.within([this.goal], first, last);
  }

  close(): Step | null {
    const { formulas } = this.engine;
    if (!endOfText(this.goal, formulas)) return null;
    const verdicts = this.vector.map((formula) => endOfText(formula, formulas));
    return this.engine.end(this.slot, verdicts, this.text);
  }

  override plainTextRoom(sub: number): number {
    return isBetweenCharacters(sub) ? roomOf(this.goal, true) : 0;
  }

  override textRoom(sub: number): number {
    return isBetweenCharacters(sub) ? roomOf(this.goal, false) : 0;
  }

  /** Room is only known where nothing but the length counts, and then it is exact. */
  override textLimit(sub: number): number {
    return isBetweenCharacters(sub) ? limitOf(this.goal) : Number.POSITIVE_INFINITY;
  }

  override textState(sub: number): TextState | null {
    return isBetweenCharacters(sub) ? textStateOf(this.goal, this.engine.live.texts) : null;
  }

  override bytesTowardsEnd(sub: number): readonly number[] | null {
    if (!isBetweenCharacters(sub)) return bytesInCharacter(this, sub);
    const { examples } = this.engine.live.texts;
    if (!asksNothingMore(this.vector, this.goal)) return [BYTE.QUOTE, ...firstBytes(examples.of(this.vector))];
    return this.close() === null ? firstBytes(examples.of([this.goal])) : [BYTE.QUOTE];
  }

  /** What was read may count later where it is recorded. */
  override isUniformText(sub: number): boolean {
    return isBetweenCharacters(sub) && this.isForMask && this.vector.every(({ op }) => op === "constant");
  }
}
