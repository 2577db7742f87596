import type { ByteMachine } from "../contract.ts";
import { type MachineStep, maskStateOf, stepExactly, stepForMask } from "../mask-steps.ts";

/** Exactly this text. States are bytes read. */
export function literalMachine(text: string): ByteMachine {
  const bytes = new TextEncoder().encode(text);
  return {
    start: 0,
    next: (state, byte) => (bytes[state] === byte ? state + 1 : -1),
    isAccepting: (state) => state === bytes.length,
    plainTextRoom: () => 0,
  };
}

const MOST_GAP_BYTES = 8;

/** Line breaks (at most 8) that a model may put between its thought and its answer; readers take them for markup. States are bytes read. */
export const gapMachine: ByteMachine = {
  start: 0,
  next: (state, byte) => (state < MOST_GAP_BYTES && isLineBreak(byte) ? state + 1 : -1),
  isAccepting: () => true,
  plainTextRoom: () => 0,
};

/** The words of a machine that do not begin with a line break, so that the gap in front of them can be told from them. */
export function withoutLeadingLineBreak(machine: ByteMachine): ByteMachine {
  return withFirstByte(machine, (byte) => !isLineBreak(byte));
}

/** The words of a machine whose first byte is as it should be. States are the machine's, and one in front of them. */
export function withFirstByte(machine: ByteMachine, isAllowed: (byte: number) => boolean): ByteMachine {
  const follow = (state: number, byte: number, step: MachineStep): number => {
    if (state === 0 && !isAllowed(byte)) return -1;
    const next = step(machine, state === 0 ? machine.start : state - 1, byte);
    return next < 0 ? -1 : next + 1;
  };
  return {
    start: 0,
    next: (state, byte) => follow(state, byte, stepExactly),
    nextForMask: (state, byte) => follow(state, byte, stepForMask),
    maskState: (state) => (state === 0 ? 0 : maskStateOf(machine, state - 1) + 1),
    isAccepting: (state) => machine.isAccepting(state === 0 ? machine.start : state - 1),
    plainTextRoom: (state) => (state === 0 ? 0 : machine.plainTextRoom(state - 1)),
    textRoom: (state) => (state === 0 ? 0 : (machine.textRoom?.(state - 1) ?? 0)),
    textLimit: (state) => (state === 0 ? Infinity : (machine.textLimit?.(state - 1) ?? Infinity)),
    get stateCount() {
      return machine.stateCount ?? 0;
    },
    bytesTowardsEnd: (state) => machine.bytesTowardsEnd?.(state === 0 ? machine.start : state - 1) ?? null,
    textState: (state) => (state === 0 ? null : (machine.textState?.(state - 1) ?? null)),
    isUniformText: (state) => state > 0 && (machine.isUniformText?.(state - 1) ?? false),
  };
}

function isLineBreak(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}
