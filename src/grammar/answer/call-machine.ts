import type { ByteMachine, TextState } from "../contract.ts";
import { type MachineStep, maskStateOf, stepExactly, stepForMask } from "../mask-steps.ts";
import { literalMachine } from "./literal-machine.ts";
import { prefixedMachine } from "./prefixed-machine.ts";
import { sequenceMachine } from "./sequence-machine.ts";

export const CALL_OPENING = "<tool_call>";
const CALL_CLOSING = "\n</tool_call>";

/** A tool and the language of its arguments. */
export interface CallableTool {
  readonly name: string;
  readonly arguments: ByteMachine;
}

/** What stands behind `<tool_call>`, closing tag included, as the Hermes template writes it. At least one tool, no name twice. */
export function callMachine(tools: readonly CallableTool[]): ByteMachine {
  return prefixedMachine(
    tools.map((tool) => ({
      prefix: `\n{"name": ${JSON.stringify(tool.name)}, "arguments": `,
      rest: sequenceMachine([tool.arguments, literalMachine(`}${CALL_CLOSING}`)]),
    })),
  );
}

/** An answer of calls and nothing else: one, or as many as the model likes, a line feed between them. */
export function callsMachine(tools: readonly CallableTool[], many: boolean): ByteMachine {
  const call = callMachine(tools);
  const one = sequenceMachine([literalMachine(CALL_OPENING), call]);
  return many ? new RepeatedMachine(one, sequenceMachine([literalMachine(`\n${CALL_OPENING}`), call])) : one;
}

/** `first`, then any number of `further`. Even states are of the first, odd ones of those behind it. */
class RepeatedMachine implements ByteMachine {
  readonly start: number;
  readonly #first: ByteMachine;
  readonly #further: ByteMachine;

  constructor(first: ByteMachine, further: ByteMachine) {
    this.start = 2 * first.start;
    this.#first = first;
    this.#further = further;
  }

  next(state: number, byte: number): number {
    return this.#step(state, byte, stepExactly);
  }

  nextForMask(state: number, byte: number): number {
    return this.#step(state, byte, stepForMask);
  }

  maskState(state: number): number {
    return 2 * maskStateOf(this.#machineOf(state), state >> 1) + (state & 1);
  }

  #step(state: number, byte: number, step: MachineStep): number {
    const machine = this.#machineOf(state);
    const inner = step(machine, state >> 1, byte);
    if (inner >= 0) return 2 * inner + (state & 1);
    if (!machine.isAccepting(state >> 1)) return -1;
    const again = step(this.#further, this.#further.start, byte);
    return again < 0 ? -1 : 2 * again + 1;
  }

  isAccepting(state: number): boolean {
    return this.#machineOf(state).isAccepting(state >> 1);
  }

  plainTextRoom(state: number): number {
    return this.#machineOf(state).plainTextRoom(state >> 1);
  }

  textRoom(state: number): number {
    return this.#machineOf(state).textRoom?.(state >> 1) ?? 0;
  }

  textLimit(state: number): number {
    return this.#machineOf(state).textLimit?.(state >> 1) ?? Number.POSITIVE_INFINITY;
  }

  isUniformText(state: number): boolean {
    return this.#machineOf(state).isUniformText?.(state >> 1) ?? false;
  }

  textState(state: number): TextState | null {
    return this.#machineOf(state).textState?.(state >> 1) ?? null;
  }

  bytesTowardsEnd(state: number): readonly number[] | null {
    return this.#machineOf(state).bytesTowardsEnd?.(state >> 1) ?? null;
  }

  get stateCount(): number {
    return (this.#first.stateCount ?? 0) + (this.#further.stateCount ?? 0);
  }

  #machineOf(state: number): ByteMachine {
    return (state & 1) === 0 ? this.#first : this.#further;
  }
}
