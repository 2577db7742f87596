import type { ByteMachine } from "../contract.ts";
import { choicePart, joinedMachine, machinePart } from "../joined/index.ts";
import { CALL_OPENING } from "./call-machine.ts";

/**
 * An answer that is calls, or else a value. Both are open until the text is one of them. A text that begins with `<tool_call>` is calls, as
 * its reader takes it for such.
 */
export function callsOrValueMachine(calls: ByteMachine, value: ByteMachine): ByteMachine {
  return joinedMachine(choicePart(machinePart(calls), machinePart(withoutBeginning(value, CALL_OPENING))));
}

/**
 * The words of a machine that do not begin with a text. Inside the beginning of that text no other word may follow: only for where one of
 * another machine does. States: for each of the machine's, `width` numbers, the last of which stands behind a byte that differs.
 */
function withoutBeginning(machine: ByteMachine, text: string): ByteMachine {
  const bytes = new TextEncoder().encode(text);
  const width = bytes.length + 1;
  const free = bytes.length;
  const innerOf = (state: number): number => Math.floor(state / width);
  const follow = (state: number, byte: number, inner: number): number => {
    const matched = state % width;
    if (inner < 0) return -1;
    if (matched === free || byte !== bytes[matched]) return inner * width + free;
    return matched + 1 === bytes.length ? -1 : inner * width + matched + 1;
  };
  return {
    start: machine.start * width,
    next: (state, byte) => follow(state, byte, machine.next(innerOf(state), byte)),
    nextForMask: (state, byte) => {
      const inner = innerOf(state);
      return follow(state, byte, machine.nextForMask?.(inner, byte) ?? machine.next(inner, byte));
    },
    maskState: (state) => {
      const inner = innerOf(state);
      return (machine.maskState?.(inner) ?? inner) * width + (state % width);
    },
    isAccepting: (state) => machine.isAccepting(innerOf(state)),
    // Text may spell the beginning.
    plainTextRoom: (state) => (state % width === free ? machine.plainTextRoom(innerOf(state)) : 0),
    textRoom: (state) => (state % width === free ? (machine.textRoom?.(innerOf(state)) ?? 0) : 0),
    textLimit: (state) => machine.textLimit?.(innerOf(state)) ?? Number.POSITIVE_INFINITY,
    isUniformText: (state) => state % width === free && (machine.isUniformText?.(innerOf(state)) ?? false),
    textState: (state) => (state % width === free ? (machine.textState?.(innerOf(state)) ?? null) : null),
    bytesTowardsEnd: (state) => machine.bytesTowardsEnd?.(innerOf(state)) ?? null,
    get stateCount() {
      return machine.stateCount ?? 0;
    },
  };
}
