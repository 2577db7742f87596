import {
  bytesInCharacter,
  firstBytes,
  isBetweenCharacters,
  stepText,
  TEXT_BYTES,
  type TextReader,
} from "./character-reader.ts";
import type { Escapable } from "./escapes.ts";
import type { Formula } from "./formula.ts";
import type { ObjectState } from "./object-state.ts";
import { BYTE, bytesOf, isWhitespace, Place, type Step, WHITESPACE } from "./place.ts";
import type { Slot } from "./slot.ts";
import { ValuePlace } from "./value-place.ts";

const LAST_CODE_POINT = 0x10ffff;

/** In a key. */
export class KeyPlace extends Place implements TextReader {
  private readonly state: ObjectState;
  private readonly text: string;
  /** What is left of the formulas that tell keys apart. */
  private readonly formulas: readonly Formula[];
  /** Whether `text` may be another one with the same future: see ByteMachine.nextForMask. */
  private readonly isForMask: boolean;
  private nextOfNames: ReadonlySet<number> | undefined;

  static start(state: ObjectState, isForMask = false): Step {
    return { place: KeyPlace.at(state, "", state.position.shape.keyFormulas, isForMask), sub: 0 };
  }

  private static at(state: ObjectState, text: string, formulas: readonly Formula[], isForMask: boolean): KeyPlace {
    const key = isForMask ? `mask ${state.openKeys().nodeKey(text, formulas)}` : text;
    return state.engine.intern(`key ${state.id} ${key}`, (id) => new KeyPlace(id, state, text, formulas, isForMask));
  }

  private constructor(id: number, state: ObjectState, text: string, formulas: readonly Formula[], isForMask: boolean) {
    super(id, TEXT_BYTES);
    this.state = state;
    this.text = text;
    this.formulas = formulas;
    this.isForMask = isForMask;
  }

  override get forMask(): Place {
    return this.isForMask ? this : KeyPlace.at(this.state, this.text, this.formulas, true);
  }

  get escapable(): Escapable {
    return this.state.engine.escapable;
  }

  step(sub: number, byte: number): Step | null {
    return stepText(this, sub, byte);
  }

  take(codePoint: number): Place | null {
    if (this.isForMask && this.isUniformText(0)) return this;
    const open = this.state.openKeys();
    if (open.hasOnlyNames && !this.following.has(codePoint)) return null;
    const text = this.text + String.fromCodePoint(codePoint);
    const formulas = this.behind(codePoint);
    const leadsOn = open.hasOnlyNames || open.leadsOn(text, formulas);
    return leadsOn ? KeyPlace.at(this.state, text, formulas, this.isForMask) : null;
  }

  allowsAny(first: number, last: number): boolean {
    const open = this.state.openKeys();
    if (open.isFree) return true;
    if (open.hasOnlyNames) {
      for (const codePoint of this.following) if (codePoint >= first && codePoint <= last) return true;
      return false;
    }
    for (const codePoint of this.candidates(first, last)) {
      if (open.leadsOn(this.text + String.fromCodePoint(codePoint), this.behind(codePoint))) return true;
    }
    return false;
  }

  /** What may come next of names. */
  private get following(): ReadonlySet<number> {
    this.nextOfNames ??= new Set(this.goOnWith([...this.state.openKeys().names]));
    return this.nextOfNames;
  }

  *candidates(first: number, last: number): Iterable<number> {
    for (const codePoint of this.following) if (codePoint >= first && codePoint <= last) yield codePoint;
    const apart = this.state.openKeys().takenBehind(this.text);
    yield* this.state.engine.live.texts.examples.within(this.formulas, first, last, apart);
  }

  close(): Step | null {
    const { state, text } = this;
    const { shape } = state.position;
    const isNamed = shape.places.has(text);
    if (isNamed ? !state.openKeys().names.has(text) : state.position.seen.keys.has(text)) return null;
    const slot = state.valueSlot(text);
    return slot === null ? null : ColonPlace.at(state, slot);
  }

  override plainTextRoom(sub: number): number {
    return (this.state.openKeys().isFree && isBetweenCharacters(sub)) || this.isUniformText(sub)
      ? Number.POSITIVE_INFINITY
      : 0;
  }

  /** Texts tell keys apart only by the names in the schema and the keys that are there already. */
  override isUniformText(sub: number): boolean {
    if (!isBetweenCharacters(sub) || (this.state.slot.isRecorded && !this.isForMask)) return false;
    return this.formulas.every(({ op }) => op === "constant") && !this.state.openKeys().isOnTheWay(this.text);
  }

  /** First the keys that the object needs; in any other key, its end, or a name. */
  override bytesTowardsEnd(sub: number): readonly number[] {
    if (!isBetweenCharacters(sub)) return bytesInCharacter(this, sub);
    const { state, text } = this;
    const wanted = state.keysTowardsEnd();
    if (wanted.includes(text)) return [BYTE.QUOTE];
    const next = this.goOnWith(wanted);
    if (next.length > 0) return firstBytes(next);
    if (this.close() !== null) return [BYTE.QUOTE];
    return firstBytes(this.candidates(0, LAST_CODE_POINT));
  }

  /** What may come next of those keys that begin with the text. */
  private goOnWith(keys: readonly string[]): number[] {
    const { text } = this;
    return keys.filter((key) => key.startsWith(text) && key !== text).map((key) => key.codePointAt(text.length)!);
  }

  private behind(codePoint: number): readonly Formula[] {
    const { texts } = this.state.engine.live;
    return this.formulas.map((formula) => texts.take(formula, codePoint));
  }
}

const COLON = bytesOf(`:${WHITESPACE}`);

/** Behind a key; `sub` counts whitespace. */
class ColonPlace extends Place {
  private readonly state: ObjectState;
  private readonly slot: Slot;

  static at(state: ObjectState, slot: Slot): Step {
    return { place: state.engine.intern(`colon ${slot.id}`, (id) => new ColonPlace(id, state, slot)), sub: 0 };
  }

  private constructor(id: number, state: ObjectState, slot: Slot) {
    super(id, COLON);
    this.state = state;
    this.slot = slot;
  }

  override get countsWhitespace(): boolean {
    return true;
  }

  step(sub: number, byte: number): Step | null {
    const { engine } = this.state;
    if (isWhitespace(byte)) return sub < engine.maxWhitespace ? { place: this, sub: sub + 1 } : null;
    return byte === BYTE.COLON ? ValuePlace.at(engine, this.slot) : null;
  }
}
