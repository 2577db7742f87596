import type { FlatTokens } from "../../tokenizer/index.ts";

/** A token and its place in a trie share words of 32 bits. */
export const MOST_TOKENS = 2 ** 21;

export function flattenTokens(tokens: readonly (Uint8Array | null)[]): FlatTokens {
  const starts = new Int32Array(tokens.length + 1);
  for (let token = 0; token < tokens.length; token++) starts[token + 1] = starts[token]! + (tokens[token]?.length ?? 0);
  const bytes = new Uint8Array(starts[tokens.length]!);
  for (let token = 0; token < tokens.length; token++) {
    const own = tokens[token];
    if (own != null) bytes.set(own, starts[token]);
  }
  return { bytes, starts };
}

/** The tokens in so many rows as `size`, at least as many as there are; those that are hidden, and rows without a token, stand for nothing. */
export function hideTokens(tokens: FlatTokens, hidden: Iterable<number>, size: number): FlatTokens {
  const rows = tokens.starts.length - 1;
  const bytes = new Uint8Array(tokens.bytes.length);
  const starts = new Int32Array(size + 1);
  let end = 0;
  let from = 0;
  // What lies between two hidden tokens moves as a whole.
  for (const token of [...new Set(hidden), rows].sort((a, b) => a - b)) {
    const start = tokens.starts[from]!;
    const run = tokens.bytes.subarray(start, tokens.starts[token]);
    bytes.set(run, end);
    moveStarts(tokens.starts.subarray(from, token + 1), end - start, starts.subarray(from));
    end += run.length;
    from = token + 1;
  }
  return { bytes: bytes.slice(0, end), starts: starts.fill(end, rows) };
}

function moveStarts(from: Int32Array, shift: number, to: Int32Array): void {
  for (let index = 0; index < from.length; index++) to[index] = from[index]! + shift;
}
