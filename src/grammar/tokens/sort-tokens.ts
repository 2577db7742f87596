import type { FlatTokens } from "../../tokenizer/index.ts";
import { hasToken } from "./token-set.ts";

/** The tokens that stand for something and are not in a set, in the order of their ids. */
export function tokensOutside(set: Uint32Array, { starts }: FlatTokens): Uint32Array {
  const tokens = new Uint32Array(starts.length - 1);
  let count = 0;
  for (let token = 0; token < tokens.length; token++) {
    tokens[count] = token;
    if (starts[token + 1]! > starts[token]! && !hasToken(set, token)) count++;
  }
  return tokens.subarray(0, count);
}

/** Some tokens by bytes, then in the order given. Shorter ones stand in front of those that they begin. */
export function sortTokens(flat: FlatTokens, tokens: Uint32Array): Uint32Array {
  const { order, ends } = dealByLength(flat, tokens);
  const scratch: Scratch = {
    dealt: new Uint32Array(order.length),
    digits: new Uint8Array(order.length),
    places: new Int32Array(257),
  };
  // From the last byte to the first; a token joins with its own last one. Dealing keeps the order of what has the same byte.
  for (let depth = ends.length - 2; depth >= 0; depth--) {
    if (ends[depth]! < order.length - 1) dealByByte(flat, order, scratch, ends[depth]!, depth);
  }
  return order;
}

interface Scratch {
  readonly dealt: Uint32Array;
  readonly digits: Uint8Array;
  readonly places: Int32Array;
}

/** The tokens by length, and where those of each length end. */
function dealByLength({ starts }: FlatTokens, tokens: Uint32Array) {
  const ends = countLengths(starts, tokens);
  for (let length = 1; length < ends.length; length++) ends[length]! += ends[length - 1]!;
  const order = new Uint32Array(tokens.length);
  const places = new Int32Array(ends.length);
  places.set(ends.subarray(0, -1), 1);
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    order[places[starts[token + 1]! - starts[token]!]!++] = token;
  }
  return { order, ends };
}

/** [longest + 1] How many tokens have each length. */
function countLengths(starts: Int32Array, tokens: Uint32Array): Int32Array {
  let counts = new Int32Array(256);
  let longest = 0;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    const length = starts[token + 1]! - starts[token]!;
    if (length >= counts.length) counts = grown(counts, 2 * length);
    if (length > longest) longest = length;
    counts[length]!++;
  }
  return counts.slice(0, longest + 1);
}

function grown(counts: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const more = new Int32Array(length);
  more.set(counts);
  return more;
}

/** Deals the tokens from a place of the order on, all of them longer than `depth`, by their bytes at that depth. */
function dealByByte(
  { bytes, starts }: FlatTokens,
  order: Uint32Array,
  scratch: Scratch,
  from: number,
  depth: number,
): void {
  const { dealt, digits, places } = scratch;
  places.fill(0);
  for (let index = from; index < order.length; index++) {
    const byte = bytes[starts[order[index]!]! + depth]!;
    digits[index] = byte;
    places[byte + 1]!++;
  }
  places[0] = from;
  for (let byte = 0; byte < 256; byte++) places[byte + 1]! += places[byte]!;
  for (let index = from; index < order.length; index++) dealt[places[digits[index]!]!++] = order[index]!;
  order.set(dealt.subarray(from), from);
}
