import type { ByteMachine } from "../contract.ts";

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

/** White space (at most 8 bytes) that a model may put between its thought and its answer. States are bytes read. */
export const gapMachine: ByteMachine = {
  start: 0,
  next: (state, byte) => (state < MOST_GAP_BYTES && isWhiteSpace(byte) ? state + 1 : -1),
  isAccepting: () => true,
  plainTextRoom: () => 0,
};

function isWhiteSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
