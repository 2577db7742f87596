import type { Engine } from "./engine.ts";
import { type Formula, TRUE } from "./formula.ts";
import { bytesOf, Place, type Step } from "./place.ts";
import type { Slot } from "./slot.ts";

const LETTERS = bytesOf("nulltruefalse");

/** In `null`, `true` or `false`; `sub` is the number of letters so far. */
export class LiteralPlace extends Place {
  private readonly engine: Engine;
  private readonly slot: Slot;
  private readonly literal: "null" | "true" | "false";
  private readonly vector: readonly Formula[];

  constructor(id: number, engine: Engine, slot: Slot, literal: "null" | "true" | "false", vector: readonly Formula[]) {
    super(id, LETTERS);
    this.engine = engine;
    this.slot = slot;
    this.literal = literal;
    this.vector = vector;
  }

  step(sub: number, byte: number): Step | null {
    if (byte !== this.literal.charCodeAt(sub)) return null;
    if (sub + 1 < this.literal.length) return { place: this, sub: sub + 1 };
    const value = this.literal === "null" ? null : this.literal === "true";
    return this.engine.end(
      this.slot,
      this.vector.map((formula) => formula === TRUE),
      value,
    );
  }
}
