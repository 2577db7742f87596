import type { ByteMachine } from "../contract.ts";

/** A language made of languages. Every machine has a word. */
export type Part =
  | { readonly type: "machine"; readonly machine: ByteMachine }
  | { readonly type: "sequence"; readonly parts: readonly Part[] }
  /** At least one option. */
  | { readonly type: "choice"; readonly options: readonly Part[] }
  /** The item any number of times, also none. */
  | { readonly type: "repeat"; readonly item: Part };

export function machinePart(machine: ByteMachine): Part {
  return { type: "machine", machine };
}

export function sequencePart(...parts: readonly Part[]): Part {
  return { type: "sequence", parts };
}

export function choicePart(...options: readonly Part[]): Part {
  return { type: "choice", options };
}

export function repeatPart(item: Part): Part {
  return { type: "repeat", item };
}
