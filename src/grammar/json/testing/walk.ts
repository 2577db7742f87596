/** For tests only: texts against machines. */
import type { ByteMachine } from "../../contract.ts";

const encoder = new TextEncoder();

/** How many bytes of `text` a machine takes; all of them and an end allowed behind them: accepted. */
export function walk(machine: ByteMachine, text: string): { accepted: boolean; taken: number } {
  let state = machine.start;
  const bytes = encoder.encode(text);
  for (const [taken, byte] of bytes.entries()) {
    state = machine.next(state, byte);
    if (state < 0) return { accepted: false, taken };
  }
  return { accepted: machine.isAccepting(state), taken: bytes.length };
}

export function accepts(machine: ByteMachine, text: string): boolean {
  return walk(machine, text).accepted;
}
