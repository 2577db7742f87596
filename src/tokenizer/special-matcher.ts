interface TrieNode {
  /** Next UTF-16 code unit to node. */
  readonly next: Map<number, TrieNode>;
  /** The special string that ends here. */
  special: string | undefined;
}

/** UTF-16 units looked at between two pauses. */
const PAUSE_LENGTH = 16_384;

export interface SpecialMatch {
  /** UTF-16 offset in the text. */
  readonly start: number;
  readonly special: string;
}

/** Finds special strings in text: leftmost first, the longest where several start at one place. */
export class SpecialMatcher {
  readonly #root: TrieNode = { next: new Map(), special: undefined };

  constructor(specials: Iterable<string>) {
    for (const special of specials) {
      let node = this.#root;
      for (let index = 0; index < special.length; index++) {
        const unit = special.charCodeAt(index);
        let next = node.next.get(unit);
        if (next === undefined) {
          next = { next: new Map(), special: undefined };
          node.next.set(unit, next);
        }
        node = next;
      }
      node.special = special;
    }
  }

  /** All matches in reading order; they never overlap. */
  findAll(text: string): SpecialMatch[] {
    return [...this.findStepwise(text)].filter((match) => match !== null);
  }

  /** As `findAll`; null is a pause, a millisecond of work after the last. */
  *findStepwise(text: string): Generator<SpecialMatch | null, void> {
    if (this.#root.next.size === 0) return;
    let pause = PAUSE_LENGTH;
    for (let start = 0; start < text.length; ) {
      const special = this.#longestAt(text, start);
      if (special !== undefined) yield { start, special };
      start += special?.length ?? 1;
      if (start < pause) continue;
      yield null;
      pause = start + PAUSE_LENGTH;
    }
  }

  #longestAt(text: string, start: number): string | undefined {
    let longest: string | undefined;
    let node = this.#root.next.get(text.charCodeAt(start));
    for (let index = start + 1; node !== undefined; index++) {
      longest = node.special ?? longest;
      node = index < text.length ? node.next.get(text.charCodeAt(index)) : undefined;
    }
    return longest;
  }
}
