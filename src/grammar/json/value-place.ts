import type { Engine } from "./engine.ts";
import { BYTE, bytesOf, isWhitespace, Place, type Step, WHITESPACE } from "./place.ts";
import type { Slot } from "./slot.ts";

const VALUE = bytesOf(`"[{tfn-0123456789${WHITESPACE}`);

/** Before a value; `sub` counts whitespace. */
export class ValuePlace extends Place {
  private readonly engine: Engine;
  private readonly slot: Slot;

  static at(engine: Engine, slot: Slot): Step {
    return { place: engine.intern(`value ${slot.id}`, (id) => new ValuePlace(id, engine, slot)), sub: 0 };
  }

  private constructor(id: number, engine: Engine, slot: Slot) {
    super(id, VALUE);
    this.engine = engine;
    this.slot = slot;
  }

  override get countsWhitespace(): boolean {
    return true;
  }

  override get forgets(): boolean {
    return this.slot.isRecorded;
  }

  override stepForMask(): Step | null {
    return this.engine.enter(this.slot, BYTE.QUOTE, true);
  }

  step(sub: number, byte: number): Step | null {
    if (!isWhitespace(byte)) return this.engine.enter(this.slot, byte);
    return sub < this.engine.maxWhitespace ? { place: this, sub: sub + 1 } : null;
  }
}
