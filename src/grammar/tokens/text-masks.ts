import type { CharacterSteps, TextState } from "../contract.ts";
import { CharacterKinds } from "./character-kinds.ts";
import { MaskCache, setTokens } from "./mask-cache.ts";
import type { SharedTrie } from "./shared-trie.ts";
import { TextWalk } from "./walk-text.ts";

/** Walks that are kept, some 128 KiB each. */
const MOST_WALKS = 16;
/** What the table of a walk can hold. */
const MOST_CLASSES = 2 ** 16;
/** Above the states of any machine. */
const STATE_RANGE = 2 ** 25;

/**
 * Which text tokens a machine of characters lets pass, by machine and state: what one grammar has found out holds for all grammars over the
 * same machine, as formats are. The text is walked by characters, so that no grammar's states come into being for it.
 */
export class TextMasks {
  readonly #tokens: SharedTrie;
  /** [words] Bits of the text tokens. */
  readonly #text: Uint32Array;
  readonly #kinds: CharacterKinds;
  readonly #cache = new MaskCache();
  readonly #numbers = new WeakMap<CharacterSteps, number>();
  #numberCount = 0;
  /** Those used last are at the end. */
  readonly #walks = new Map<CharacterSteps, TextWalk>();

  constructor(tokens: SharedTrie, text: Uint32Array) {
    this.#tokens = tokens;
    this.#text = text;
    this.#kinds = new CharacterKinds(tokens.trie);
  }

  /**
   * Writes every word of `mask` and returns true; false where the machine tells too many characters apart. `states` and `found` are scratch,
   * see TokenIndex.
   */
  write({ machine, state }: TextState, mask: Uint32Array, states: Int32Array, found: Int32Array): boolean {
    if (machine.alphabet.classCount > MOST_CLASSES) return false;
    const key = this.#numberOf(machine) * STATE_RANGE + state;
    if (this.#cache.read(key, mask)) return true;
    const text = this.#text;
    const count = this.#walkOf(machine).find(state, states, found);
    mask.fill(0);
    setTokens(mask, found, count);
    this.#tokens.addEqualBits(mask);
    for (let word = 0; word < text.length; word++) mask[word] = mask[word]! & text[word]!;
    this.#cache.keep(key, mask.subarray(0, text.length));
    return true;
  }

  #numberOf(machine: CharacterSteps): number {
    let number = this.#numbers.get(machine);
    if (number === undefined) {
      number = this.#numberCount++;
      this.#numbers.set(machine, number);
    }
    return number;
  }

  #walkOf(machine: CharacterSteps): TextWalk {
    const walk = this.#walks.get(machine) ?? new TextWalk(this.#tokens.trie, this.#kinds, machine);
    this.#walks.delete(machine);
    this.#walks.set(machine, walk);
    if (this.#walks.size > MOST_WALKS) this.#walks.delete(this.#walks.keys().next().value!);
    return walk;
  }
}
