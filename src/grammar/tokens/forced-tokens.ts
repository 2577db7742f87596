/**
 * Tokens of bytes that must come next. A model only ever saw canonical tokens, so to force the bytes `order` where `orderId` and
 * `orderName` may follow would all but forbid `orderId`, which is one token. Hence the last tokens are held back wherever another token
 * of the vocabulary begins in them, runs beyond the forced bytes and is allowed. (The rule of llguidance's fast-forward tokens.)
 */

import type { IndexedVocabulary } from "./indexed-vocabulary.ts";
import { unfinishedBytes } from "./text-tokens.ts";
import { findNode } from "./token-trie.ts";
import type { TransitionCache } from "./transition-cache.ts";

import { allowsTokenBelow } from "./walk-trie.ts";

/** Longer runs are forced in pieces; the step that follows is the same as if the grammar branched there. */
const MOST_FORCED_BYTES = 1024;
/** Tokens at the end of forced bytes in which another token may begin. Two are enough in published tests; the rule takes four. */
const LOOK_BACK_TOKENS = 4;
/** Accepted tokens that the forced bytes are encoded behind, as the encoder splits words by what stands in front. */
export const CONTEXT_TOKENS = 4;

interface ForcedBytes {
  readonly bytes: Uint8Array;
  /** The state behind them. */
  readonly state: number;
}

/** Text as the encoder takes it; broken UTF-8 becomes U+FFFD, and the tokens then do not give the bytes back. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The bytes that any word from here on begins with. */
function findForcedBytes(transitions: TransitionCache, start: number): ForcedBytes {
  const bytes: number[] = [];
  let state = start;
  while (bytes.length < MOST_FORCED_BYTES && !transitions.machine.isAccepting(state)) {
    const byte = transitions.onlyByte(state);
    if (byte < 0) break;
    bytes.push(byte);
    state = transitions.next(state, byte);
  }
  return { bytes: Uint8Array.from(bytes), state };
}

/** Canonical tokens of `bytes` behind `context`; null where the encoder does not give exactly these bytes, or cuts across their start. */
function encodeBehind(vocabulary: IndexedVocabulary, context: Uint8Array, bytes: Uint8Array): readonly number[] | null {
  const whole = new Uint8Array(context.length + bytes.length);
  whole.set(context);
  whole.set(bytes, context.length);
  const tokens = vocabulary.encode(decoder.decode(whole));
  let end = 0;
  let first = context.length === 0 ? 0 : -1;
  for (const [index, token] of tokens.entries()) {
    const own = vocabulary.bytesOf(token);
    if (own === null || !own.every((byte, offset) => byte === whole[end + offset])) return null;
    end += own.length;
    if (end === context.length) first = index + 1;
  }
  return first < 0 || end !== whole.length ? null : tokens.slice(first);
}

/** Where the first token begins that would run beyond the forced bytes, among the bytes of the last tokens; Infinity if none. */
function findOverrun(
  vocabulary: IndexedVocabulary,
  transitions: TransitionCache,
  run: ForcedBytes,
  from: number,
): number {
  const { trie, states } = vocabulary.index;
  for (let start = from; start < run.bytes.length; start++) {
    const node = findNode(trie, run.bytes, start);
    if (node >= 0 && allowsTokenBelow(trie, node, transitions, run.state, states)) return start;
  }
  return Number.POSITIVE_INFINITY;
}

/** Tokens that must come next in `state`; `context` holds the bytes before, from the start of a token on. */
export function findForcedTokens(
  vocabulary: IndexedVocabulary,
  transitions: TransitionCache,
  state: number,
  context: Uint8Array,
): readonly number[] {
  const run = findForcedBytes(transitions, state);
  const whole = run.bytes.subarray(0, run.bytes.length - unfinishedBytes(run.bytes));
  if (whole.length === 0) return [];
  const tokens = encodeBehind(vocabulary, context, whole) ?? encodeBehind(vocabulary, new Uint8Array(0), whole);
  if (tokens === null) return [];
  const lengths = tokens.map((token) => vocabulary.bytesOf(token)!.length);
  const lastBytes = lengths.slice(-LOOK_BACK_TOKENS).reduce((sum, length) => sum + length, 0);
  const overrun = findOverrun(vocabulary, transitions, run, whole.length - lastBytes);
  let end = 0;
  const safe = lengths.findIndex((length) => {
    end += length;
    return end > overrun;
  });
  return safe < 0 ? tokens : tokens.slice(0, safe);
}
