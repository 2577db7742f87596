import fc from "fast-check";
import type { ByteMachine } from "../../contract.ts";
import { choice, digit, literal, type Part, plainByte, repeated, sequence } from "./toy-language.ts";

const word = fc.constantFrom("a", "ab", "abc", '"', "é", "12", "()", "\\", "😀", "order", "orderId").map(literal);

/** Languages of a few parts that share beginnings. */
export const randomLanguage: fc.Arbitrary<Part> = fc.letrec<{ part: Part }>((tie) => {
  const parts = fc.array(tie("part"), { minLength: 1, maxLength: 3 });
  return {
    part: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      word,
      fc.constantFrom(digit, plainByte),
      parts.map((list) => sequence(...list)),
      parts.map((list) => choice(...list)),
      tie("part").map(repeated),
    ),
  };
}).part;

/** A word of the machine: goes on by `steps`, then by the least byte, until a word ends; null when none does within 200 bytes. */
export function findWord(machine: ByteMachine, steps: readonly number[]): Uint8Array | null {
  const bytes: number[] = [];
  let state = machine.start;
  while (bytes.length < steps.length || !machine.isAccepting(state)) {
    const next = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => machine.next(state, byte) >= 0);
    if (next.length === 0) break;
    if (bytes.length === 200) return null;
    const byte = next[(steps[bytes.length] ?? 0) % next.length]!;
    state = machine.next(state, byte);
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
