import { KeyPlace } from "./key-place.ts";
import type { ObjectState } from "./object-state.ts";
import { BYTE, bytesOf, isWhitespace, Place, type Step, WHITESPACE } from "./place.ts";

type Phase = "start" | "behind a member" | "behind a comma";

const BYTES: Readonly<Record<Phase, Uint8Array>> = {
  start: bytesOf(`"}${WHITESPACE}`),
  "behind a member": bytesOf(`,}${WHITESPACE}`),
  "behind a comma": bytesOf(`"${WHITESPACE}`),
};

/** In an object, between its members; `sub` counts whitespace. */
export class ObjectPlace extends Place {
  private readonly state: ObjectState;
  private readonly phase: Phase;

  static start(state: ObjectState): Step {
    return ObjectPlace.at(state, "start");
  }

  static behindMember(state: ObjectState): Step {
    return ObjectPlace.at(state, "behind a member");
  }

  private static at(state: ObjectState, phase: Phase): Step {
    return { place: state.engine.intern(`${phase} ${state.id}`, (id) => new ObjectPlace(id, state, phase)), sub: 0 };
  }

  private constructor(id: number, state: ObjectState, phase: Phase) {
    super(id, BYTES[phase]);
    this.state = state;
    this.phase = phase;
  }

  override get countsWhitespace(): boolean {
    return true;
  }

  override get forgets(): boolean {
    return this.phase !== "behind a member";
  }

  override stepForMask(): Step | null {
    return this.state.openKeys().isEmpty ? null : KeyPlace.start(this.state, true);
  }

  protected override get endsWhenItCan(): boolean {
    return this.state.asksNothingMore;
  }

  step(sub: number, byte: number): Step | null {
    const { state, phase } = this;
    if (isWhitespace(byte)) return sub < state.engine.maxWhitespace ? { place: this, sub: sub + 1 } : null;
    if (byte === BYTE.CLOSE_BRACE) return phase === "behind a comma" ? null : state.end();
    if (byte !== (phase === "behind a member" ? BYTE.COMMA : BYTE.QUOTE)) return null;
    if (state.openKeys().isEmpty) return null;
    return phase === "behind a member" ? ObjectPlace.at(state, "behind a comma") : KeyPlace.start(state);
  }
}
