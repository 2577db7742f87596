import type { Engine } from "./engine.ts";
import { BYTE, isWhitespace, Place, type Step } from "./place.ts";
import type { Slot } from "./slot.ts";

/** Before a value; `sub` counts whitespace. */
export class ValuePlace extends Place {
  private readonly engine: Engine;
  private readonly slot: Slot;

  static at(engine: Engine, slot: Slot): Step {
    return { place: engine.intern(`value ${slot.id}`, (id) => new ValuePlace(id, engine, slot)), sub: 0 };
  }

  private constructor(id: number, engine: Engine, slot: Slot) {
    super(id);
    this.engine = engine;
    this.slot = slot;
  }

  override get forgets(): boolean {
    return this.slot.isRecorded;
  }

  override stepForMask(sub: number, byte: number): Step | null {
    return byte === BYTE.QUOTE ? this.engine.enter(this.slot, byte, true) : this.step(sub, byte);
  }

  step(sub: number, byte: number): Step | null {
    if (!isWhitespace(byte)) return this.engine.enter(this.slot, byte);
    return sub < this.engine.maxWhitespace ? { place: this, sub: sub + 1 } : null;
  }
}
