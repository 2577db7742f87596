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

  /** Adds every pair of a new word. */
  add(word: Word, wordIndex: number): void {
    for (let index = 1; index < word.symbols.length; index++) {
      this.#change(word.symbols[index - 1]!, word.symbols[index]!, word.count, wordIndex);
    }
  }

  /** Replaces each `left, right` of a word by `merged`, from the left; only the pairs around a change are touched. */
  merge(word: Word, wordIndex: number, left: number, right: number, merged: number): void {
    const { symbols, count } = word;
    const result: number[] = [];
    for (let index = 0; index < symbols.length; index++) {
      const symbol = symbols[index]!;
      const next = symbols[index + 1];
      if (symbol !== left || next !== right) {
        result.push(symbol);
        continue;
      }
      const before = result.at(-1);
      const after = symbols[index + 2];
      this.#change(left, right, -count, wordIndex);
      if (before !== undefined) {
        this.#change(before, left, -count, wordIndex);
        this.#change(before, merged, count, wordIndex);
      }
      if (after !== undefined) {
        this.#change(right, after, -count, wordIndex);
        this.#change(merged, after, count, wordIndex);
      }
      result.push(merged);
      index++;
    }
    word.symbols = result;
  }

  #change(left: number, right: number, by: number, wordIndex: number): void {
    const pair = left * pairBase + right;
    const count = (this.#counts.get(pair) ?? 0) + by;
    if (count === 0) this.#counts.delete(pair);
    else this.#counts.set(pair, count);
    if (by > 0) this.#remember(pair, wordIndex);
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
    pairs.add(word, index);
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
      pairs.merge(words[index]!, index, left, right, merged);
    }
  }
  return { tokens, merges };
}
