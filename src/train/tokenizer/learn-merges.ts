import { byteAlphabet } from "../../tokenizer/index.ts";

export interface LearntMerges {
  /** Tokens in id order: the 256 bytes, then what the merges built. */
  readonly tokens: readonly string[];
  /** Pairs in the order they apply. */
  readonly merges: readonly (readonly [string, string])[];
}

interface Word {
  /** Token ids, shrinking as merges apply. */
  symbols: number[];
  readonly count: number;
}

/** A pair of ids as one number; ids stay below 2^16. */
const pairBase = 0x10000;
/** Upper bound of vocabulary sizes that `pairBase` allows. */
export const largestVocabulary = pairBase;

const utf8 = new TextEncoder();

/** Counts of neighbouring pairs, kept up to date word by word. */
class PairTable {
  readonly #counts = new Map<number, number>();
  /** Indices of the words that hold, or once held, a pair. */
  readonly #wordsOfPair = new Map<number, Set<number>>();

  /** Adds (sign 1) or takes away (sign -1) the pairs of a word. */
  apply(word: Word, wordIndex: number, sign: 1 | -1): void {
    for (let index = 1; index < word.symbols.length; index++) {
      const pair = word.symbols[index - 1]! * pairBase + word.symbols[index]!;
      const count = (this.#counts.get(pair) ?? 0) + sign * word.count;
      if (count === 0) this.#counts.delete(pair);
      else this.#counts.set(pair, count);
      if (sign === 1) this.#remember(pair, wordIndex);
    }
  }

  #remember(pair: number, wordIndex: number): void {
    const words = this.#wordsOfPair.get(pair);
    if (words === undefined) this.#wordsOfPair.set(pair, new Set([wordIndex]));
    else words.add(wordIndex);
  }

  /** The most frequent pair, the one of lowest ids among equals; undefined when none occurs `minimum` times. */
  best(minimum: number): number | undefined {
    let best: number | undefined;
    let bestCount = minimum;
    for (const [pair, count] of this.#counts) {
      if (count > bestCount || (count === bestCount && (best === undefined || pair < best))) {
        best = pair;
        bestCount = count;
      }
    }
    return best;
  }

  /** Hands over the words of a pair that is about to be merged away. */
  take(pair: number): Iterable<number> {
    const words = this.#wordsOfPair.get(pair) ?? new Set<number>();
    this.#wordsOfPair.delete(pair);
    return words;
  }
}

/** Replaces each `left, right` by `merged`, from the left. */
function mergePair(symbols: readonly number[], left: number, right: number, merged: number): number[] {
  const result: number[] = [];
  for (let index = 0; index < symbols.length; index++) {
    if (symbols[index] === left && symbols[index + 1] === right) {
      result.push(merged);
      index++;
    } else result.push(symbols[index]!);
  }
  return result;
}

/**
 * Byte-pair encoding (Sennrich et al. 2016) over counted pieces, until there are `tokenLimit` tokens or no pair
 * occurs `minimumPairCount` times. Deterministic: equal counts are decided by the ids, not by the input's order.
 */
export function learnMerges(
  pieces: ReadonlyMap<string, number>,
  tokenLimit: number,
  minimumPairCount: number,
): LearntMerges {
  const tokens = [...byteAlphabet];
  const idOfToken = new Map(tokens.map((token, id) => [token, id]));
  const merges: [string, string][] = [];
  const words: Word[] = Array.from(pieces, ([piece, count]) => ({ symbols: [...utf8.encode(piece)], count }));
  const pairs = new PairTable();
  words.forEach((word, index) => {
    pairs.apply(word, index, 1);
  });

  while (tokens.length < tokenLimit) {
    const pair = pairs.best(minimumPairCount);
    if (pair === undefined) break;
    const left = Math.floor(pair / pairBase);
    const right = pair % pairBase;
    const token = tokens[left]! + tokens[right]!;
    // Two different pairs may spell the same token: the second merge then costs no entry.
    const merged = idOfToken.get(token) ?? tokens.push(token) - 1;
    idOfToken.set(token, merged);
    merges.push([tokens[left]!, tokens[right]!]);
    for (const index of pairs.take(pair)) {
      const word = words[index]!;
      pairs.apply(word, index, -1);
      word.symbols = mergePair(word.symbols, left, right, merged);
      pairs.apply(word, index, 1);
    }
  }
  return { tokens, merges };
}
