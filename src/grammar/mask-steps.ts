import type { ByteMachine } from "./contract.ts";

/** How a machine around others walks them: as `next` does, or as `nextForMask`. */
export type MachineStep = (machine: ByteMachine, state: number, byte: number) => number;

export const stepExactly: MachineStep = (machine, state, byte) => machine.next(state, byte);

/** `nextForMask`, or `next` where the machine forgets nothing. */
export const stepForMask: MachineStep = (machine, state, byte) =>
  machine.nextForMask === undefined ? machine.next(state, byte) : machine.nextForMask(state, byte);

export function maskStateOf(machine: ByteMachine, state: number): number {
  return machine.maskState?.(state) ?? state;
}
