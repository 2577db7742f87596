import { countTextCharacters } from "./text-tokens.ts";
import { filterTrie, type TokenTrie } from "./token-trie.ts";

/** Tokens that are allowed together wherever there is room for text, and the trie of all others. */
export interface TextSlice {
  /** [words] Bits of the tokens of the slice. */
  readonly mask: Uint32Array;
  readonly tokens: number;
  /** Tokens outside the slice. */
  readonly others: TokenTrie;
}

/** Longest token of a slice, in characters. Near the end of a string with a largest length the short ones still fit. */
const SLICE_LENGTHS = [4, 10, 30, Number.POSITIVE_INFINITY] as const;

type Kind = "plain" | "text";

/**
 * Most masks allow either few tokens or nearly all of them: those inside strings. For the latter the tokens of plain text are set by
 * whole words, and only the others (one in twenty) are walked.
 */
export class TextSlices {
  readonly #trie: TokenTrie;
  readonly #characters: Readonly<Record<Kind, Uint16Array>>;
  readonly #longest: Readonly<Record<Kind, number>>;
  readonly #slices = new Map<string, TextSlice>();

  constructor(trie: TokenTrie, bytes: readonly (Uint8Array | null)[]) {
    this.#trie = trie;
    const text = new Uint16Array(bytes.length);
    const plain = new Uint16Array(bytes.length);
    const longest = { plain: 0, text: 0 };
    for (let token = 0; token < bytes.length; token++) {
      const own = bytes[token];
      if (own == null || own.length > 0xffff) continue;
      const count = countTextCharacters(own);
      text[token] = count;
      longest.text = Math.max(longest.text, count);
      if (count !== own.length) continue;
      plain[token] = count;
      longest.plain = Math.max(longest.plain, count);
    }
    this.#characters = { plain, text };
    this.#longest = longest;
    // The two that nearly every grammar needs; the others when first asked for.
    for (const kind of ["plain", "text"] as const) this.#slice(kind, Number.POSITIVE_INFINITY);
  }

  /** The slice that covers most for ByteMachine's two hints; null where none fits. */
  choose(plainRoom: number, textRoom: number): TextSlice | null {
    const text = this.#fitting("text", textRoom);
    // What fits text fits plain text.
    const plain = this.#fitting("plain", Math.max(plainRoom, textRoom));
    if (plain === null || text === null) return plain ?? text;
    return plain.tokens > text.tokens ? plain : text;
  }

  #fitting(kind: Kind, room: number): TextSlice | null {
    if (room >= this.#longest[kind]) return this.#slice(kind, Number.POSITIVE_INFINITY);
    const length = SLICE_LENGTHS.findLast((candidate) => candidate <= room);
    return length === undefined ? null : this.#slice(kind, length);
  }

  #slice(kind: Kind, length: number): TextSlice {
    const key = `${kind} ${length}`;
    let slice = this.#slices.get(key);
    if (slice === undefined) {
      slice = createSlice(this.#trie, this.#characters[kind], length);
      this.#slices.set(key, slice);
    }
    return slice;
  }
}

function createSlice(trie: TokenTrie, characters: Uint16Array, length: number): TextSlice {
  const mask = new Uint32Array(Math.ceil(characters.length / 32));
  const others = new Uint8Array(characters.length);
  let tokens = 0;
  for (let token = 0; token < characters.length; token++) {
    const count = characters[token]!;
    if (count === 0 || count > length) {
      others[token] = 1;
      continue;
    }
    mask[token >> 5] = mask[token >> 5]! | (1 << (token & 31));
    tokens++;
  }
  return { mask, tokens, others: filterTrie(trie, others) };
}
