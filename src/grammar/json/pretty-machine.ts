import type { ByteMachine, TextState } from "../contract.ts";
import { type MachineStep, maskStateOf, stepExactly, stepForMask } from "../mask-steps.ts";
import { BYTE } from "./place.ts";

const LINE_FEED = 0x0a;
const SPACE = 0x20;
/** Spaces of one level. */
const INDENT = 2;
const CLOSERS: readonly number[] = [BYTE.CLOSE_BRACE, BYTE.CLOSE_BRACKET];
const ALL_BYTES: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte);

/** Where a text stands in its layout. */
type Stage =
  /** Inside a string, and inside one behind a backslash. */
  | "string"
  | "escape"
  /** In a scalar, or behind a key or value: a colon, comma or closing line may come. */
  | "token"
  /** Behind an opening bracket: its closing one at once, or a line for the first member. */
  | "open"
  /** White space that must come, `left` bytes of it, and then a value or key. */
  | "space"
  /** The same, and then a closing bracket. */
  | "closing";

interface Layout {
  readonly inner: number;
  readonly stage: Stage;
  readonly depth: number;
  /** Bytes of white space still to come. */
  readonly left: number;
}

/** The texts of a machine without white space, laid out as `JSON.stringify(value, null, 2)` does it: one way for each. */
export class PrettyMachine implements ByteMachine {
  readonly start: number;
  readonly #compact: ByteMachine;
  readonly #layouts: Layout[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(compact: ByteMachine) {
    this.#compact = compact;
    this.start = this.#number({ inner: compact.start, stage: "space", depth: 0, left: 0 });
  }

  next(state: number, byte: number): number {
    return this.#follow(state, byte, stepExactly);
  }

  nextForMask(state: number, byte: number): number {
    return this.#follow(state, byte, stepForMask);
  }

  maskState(state: number): number {
    const layout = this.#layouts[state]!;
    return this.#number({ ...layout, inner: maskStateOf(this.#compact, layout.inner) });
  }

  #follow(state: number, byte: number, step: MachineStep): number {
    const layout = this.#layouts[state]!;
    const next =
      layout.left > 0 ? nextOfSpace(layout, byte) : (this.#breakLine(layout, byte) ?? this.#step(layout, byte, step));
    return next === null ? -1 : this.#number(next);
  }

  isAccepting(state: number): boolean {
    const { inner, stage, depth } = this.#layouts[state]!;
    return stage === "token" && depth === 0 && this.#compact.isAccepting(inner);
  }

  plainTextRoom(state: number): number {
    return this.#inString(state, (inner) => this.#compact.plainTextRoom(inner)) ?? 0;
  }

  textRoom(state: number): number {
    return this.#inString(state, (inner) => this.#compact.textRoom?.(inner)) ?? 0;
  }

  textLimit(state: number): number {
    return this.#inString(state, (inner) => this.#compact.textLimit?.(inner)) ?? Number.POSITIVE_INFINITY;
  }

  isUniformText(state: number): boolean {
    return this.#inString(state, (inner) => this.#compact.isUniformText?.(inner)) ?? false;
  }

  textState(state: number): TextState | null {
    return this.#inString(state, (inner) => this.#compact.textState?.(inner)) ?? null;
  }

  bytesTowardsEnd(state: number): readonly number[] | null {
    const { inner, left, stage } = this.#layouts[state]!;
    if (left > 0) return [LINE_FEED, SPACE];
    const bytes = this.#compact.bytesTowardsEnd?.(inner) ?? null;
    if (bytes === null || stage === "string" || stage === "escape") return bytes;
    if (stage === "open" && bytes.length > 0 && bytes.every((byte) => CLOSERS.includes(byte))) return bytes;
    if (stage !== "space") return [LINE_FEED, ...bytes];
    // The line has begun, so something must come although a bracket would be shorter.
    const fitting = bytes.filter((byte) => mayCome(stage, byte));
    return fitting.length > 0 ? fitting : null;
  }

  get stateCount(): number {
    return this.#layouts.length;
  }

  #inString<Value>(state: number, ask: (inner: number) => Value): Value | undefined {
    const { inner, stage } = this.#layouts[state]!;
    return stage === "string" ? ask(inner) : undefined;
  }

  /** A line feed where one may come: before a first member, or before a bracket that closes others. */
  #breakLine({ inner, stage, depth }: Layout, byte: number): Layout | null {
    if (byte !== LINE_FEED) return null;
    const goesOn = (bytes: readonly number[]) => bytes.some((next) => this.#compact.next(inner, next) >= 0);
    if (stage === "open" && goesOn(ALL_BYTES.filter((next) => !CLOSERS.includes(next)))) {
      return { inner, stage: "space", depth, left: INDENT * depth };
    }
    if (stage !== "token" || depth === 0 || !goesOn(CLOSERS)) return null;
    return { inner, stage: "closing", depth, left: INDENT * (depth - 1) };
  }

  #step({ inner: before, stage, depth }: Layout, byte: number, step: MachineStep): Layout | null {
    if (!mayCome(stage, byte)) return null;
    const inner = step(this.#compact, before, byte);
    if (inner < 0) return null;
    if (stage === "escape") return { inner, stage: "string", depth, left: 0 };
    if (stage === "string") {
      const next = byte === BYTE.QUOTE ? "token" : byte === BYTE.BACKSLASH ? "escape" : "string";
      return { inner, stage: next, depth, left: 0 };
    }
    switch (byte) {
      case BYTE.QUOTE:
        return { inner, stage: "string", depth, left: 0 };
      case BYTE.OPEN_BRACE:
      case BYTE.OPEN_BRACKET:
        return { inner, stage: "open", depth: depth + 1, left: 0 };
      case BYTE.CLOSE_BRACE:
      case BYTE.CLOSE_BRACKET:
        return { inner, stage: "token", depth: depth - 1, left: 0 };
      case BYTE.COMMA:
        return { inner, stage: "space", depth, left: 1 + INDENT * depth };
      case BYTE.COLON:
        return { inner, stage: "space", depth, left: 1 };
      default:
        return { inner, stage: "token", depth, left: 0 };
    }
  }

  #number(layout: Layout): number {
    const { inner, stage, depth, left } = layout;
    const key = `${inner} ${stage} ${depth} ${left}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#layouts.push(layout) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
}

/** A comma is followed by a line feed and spaces, a colon by one space. */
function nextOfSpace(layout: Layout, byte: number): Layout | null {
  const isLine = layout.stage === "space" && layout.left === 1 + INDENT * layout.depth && layout.depth > 0;
  return byte === (isLine ? LINE_FEED : SPACE) ? { ...layout, left: layout.left - 1 } : null;
}

function mayCome(stage: Stage, byte: number): boolean {
  const closes = CLOSERS.includes(byte);
  switch (stage) {
    case "string":
    case "escape":
      return true;
    case "open":
    case "closing":
      return closes;
    default:
      return !closes;
  }
}
