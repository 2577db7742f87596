import type { ByteMachine, Vocabulary } from "../../contract.ts";

/** The state behind the bytes, or -1; asks nobody but the machine. */
export function feed(machine: ByteMachine, state: number, bytes: Uint8Array): number {
  return bytes.reduce((current, byte) => (current < 0 ? -1 : machine.next(current, byte)), state);
}

/** Tokens that may follow, by feeding every token byte by byte. */
export function allowedByReference(machine: ByteMachine, state: number, vocabulary: Vocabulary): number[] {
  const allowed: number[] = [];
  for (const [token, bytes] of vocabulary.bytes.entries()) {
    if (bytes !== null && bytes.length > 0 && feed(machine, state, bytes) >= 0) allowed.push(token);
  }
  return allowed;
}

/** Tokens whose bit is set, in order. */
export function tokensOf(mask: Uint32Array): number[] {
  const tokens: number[] = [];
  for (const [word, bits] of mask.entries()) {
    for (let bit = 0; bit < 32; bit++) if ((bits >>> bit) & 1) tokens.push(word * 32 + bit);
  }
  return tokens;
}
