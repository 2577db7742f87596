import type { TextState } from "../contract.ts";
import type { Formula } from "./formula.ts";

/** A place in the text of a value, with everything asked of what follows. `sub` counts bytes inside: of whitespace, of a character. */
export abstract class Place {
  readonly id: number;
  /** [256] 1 for every byte that `step` may lead somewhere, whatever `sub` is. */
  readonly reads: Uint8Array;
  /** For the machine: the states that it gave to this place, by `sub` where that is small. */
  readonly states: number[] = [];

  constructor(id: number, reads: Uint8Array) {
    this.id = id;
    this.reads = reads;
  }

  /** Behind one more byte; null where no value goes on so. */
  abstract step(sub: number, byte: number): Step | null;

  /** Whether `sub` counts whitespace, so that only whitespace sees it. */
  get countsWhitespace(): boolean {
    return false;
  }

  /** Behind an opening quote as ByteMachine.nextForMask has it; only places that say `forgets` differ here from `step`. */
  stepForMask(sub: number): Step | null {
    return this.step(sub, BYTE.QUOTE);
  }

  get forgets(): boolean {
    return false;
  }

  /** See ByteMachine.maskState. */
  get forMask(): Place {
    return this;
  }

  isAccepting(_sub: number): boolean {
    return false;
  }

  /** See ByteMachine.plainTextRoom. */
  plainTextRoom(_sub: number): number {
    return 0;
  }

  textRoom(sub: number): number {
    return this.plainTextRoom(sub);
  }

  textLimit(_sub: number): number {
    return Number.POSITIVE_INFINITY;
  }

  isUniformText(_sub: number): boolean {
    return false;
  }

  textState(_sub: number): TextState | null {
    return null;
  }

  /** See ByteMachine.bytesTowardsEnd. Closing comes before going on, white space never; what is dead is for the search to find out. */
  bytesTowardsEnd(sub: number): readonly number[] | null {
    if (!this.endsWhenItCan) return GOING_ON;
    const closing = CLOSING.find((bytes) => bytes.some((byte) => this.step(sub, byte) !== null));
    return closing ?? GOING_ON;
  }

  /** Whether no longer value could be of more use than the shortest. */
  protected get endsWhenItCan(): boolean {
    return true;
  }
}

/** Whether no verdict that is asked for is open but that the value is allowed; else one value may serve better than another. */
export function asksNothingMore(vector: readonly Formula[], goal: Formula): boolean {
  return vector.every((formula) => formula === goal || formula.op === "constant");
}

/** A table for `reads`. */
export function bytesOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (let index = 0; index < characters.length; index++) table[characters.charCodeAt(index)] = 1;
  return table;
}

export const WHITESPACE = " \n\r\t";

export interface Step {
  readonly place: Place;
  readonly sub: number;
}

/** Values of `sub` of any place lie below this. */
export const SUB_RANGE = 2 ** 27;

export const BYTE = {
  QUOTE: 0x22,
  COMMA: 0x2c,
  COLON: 0x3a,
  OPEN_BRACKET: 0x5b,
  BACKSLASH: 0x5c,
  CLOSE_BRACKET: 0x5d,
  OPEN_BRACE: 0x7b,
  CLOSE_BRACE: 0x7d,
} as const;

/** What ends a value or a member, from the outside in. */
const CLOSING: readonly (readonly number[])[] = [[BYTE.CLOSE_BRACE, BYTE.CLOSE_BRACKET], [BYTE.COMMA]];
const GOING_ON: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte > 0x20);

export function isWhitespace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
