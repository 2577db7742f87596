import type { FlatTokens } from "../../tokenizer/index.ts";
import { SharedTrie } from "./shared-trie.ts";
import { tokensOutside } from "./sort-tokens.ts";
import type { Steps } from "./steps.ts";
import { TextTails } from "./text-tails.ts";
import { countTextCharacters } from "./text-tokens.ts";
import { addToken, inNeither, removeToken } from "./token-set.ts";
import { filterTrie, type TokenTrie } from "./token-trie.ts";

/** Tokens that are allowed together, and the trie of those that are yet to be walked. */
export interface TextSlice {
  /** [words] Bits of the tokens of the slice. */
  readonly mask: Uint32Array;
  readonly tokens: number;
  readonly others: TokenTrie;
  /** In place of some of the others, their tails; null where each has to be walked whole. */
  readonly tails: TextTails | null;
}

/** What a machine says of text in a state; see ByteMachine. */
export interface TextRoom {
  readonly plainTextRoom: number;
  readonly textRoom: number;
  readonly textLimit: number;
  readonly isUniformText: boolean;
}

/** Longest token of a slice, in characters, where more room is known than this. */
const SLICE_LENGTHS = [8, 16, 32];

type Kind = "plain" | "text";

interface TextSlicesParts {
  readonly flat: FlatTokens;
  readonly characters: Readonly<Record<Kind, Int32Array>>;
  readonly longest: Readonly<Record<Kind, number>>;
  readonly all: Readonly<Record<Kind, TextSlice>>;
  readonly uniform: TextSlice;
}

/**
 * Most masks allow either few tokens or nearly all of them: those inside strings. For the latter the tokens of plain text are set by
 * whole words, and only the others (one in twenty) are walked.
 */
export class TextSlices {
  readonly #flat: FlatTokens;
  /** [size] Characters of the tokens of a kind, 0 for all others. */
  readonly #characters: Readonly<Record<Kind, Int32Array>>;
  readonly #longest: Readonly<Record<Kind, number>>;
  readonly #all: Readonly<Record<Kind, TextSlice>>;
  /** All text, where all of it leads to the same. */
  readonly #uniform: TextSlice;
  readonly #slices = new Map<string, TextSlice>();

  private constructor({ flat, characters, longest, all, uniform }: TextSlicesParts) {
    this.#flat = flat;
    this.#characters = characters;
    this.#longest = longest;
    this.#all = all;
    this.#uniform = uniform;
  }

  static *createInSteps(flat: FlatTokens): Steps<TextSlices> {
    const { characters, longest } = countCharacters(flat);
    const { plain, text } = characters;
    yield;
    const all = { plain: createSlice(flat, plain, longest.plain), text: createSlice(flat, text, longest.text) };
    yield;
    const tails = new TextTails(flat, all.text.mask);
    const uniform = { ...all.text, others: filterTrie(all.text.others, inNeither(all.text.mask, tails.covers)), tails };
    return new TextSlices({ flat, characters, longest, all, uniform });
  }

  /** [words] Bits of all tokens that are text. */
  get text(): Uint32Array {
    return this.#all.text.mask;
  }

  /** The tokens that are not. */
  get notText(): TokenTrie {
    return this.#all.text.others;
  }

  /** Whether a token is plain text, and so in no trie here but that of all tokens. */
  isPlain(token: number): boolean {
    return this.#characters.plain[token]! > 0;
  }

  /** The same without some tokens, all of them plain text. `flat`: all tokens but these. */
  without(tokens: readonly number[], flat: FlatTokens): TextSlices {
    const characters = { plain: this.#characters.plain.slice(), text: this.#characters.text.slice() };
    for (const token of tokens) characters.plain[token] = characters.text[token] = 0;
    const strip = (slice: TextSlice): TextSlice => {
      const mask = slice.mask.slice();
      for (const token of tokens) removeToken(mask, token);
      return { ...slice, mask, tokens: slice.tokens - tokens.length };
    };
    const all = { plain: strip(this.#all.plain), text: strip(this.#all.text) };
    return new TextSlices({ flat, characters, longest: this.#longest, all, uniform: strip(this.#uniform) });
  }

  /** The slice that leaves least to walk; null where none fits. Those below all text are built when first asked for. */
  choose({ plainTextRoom, textRoom, textLimit, isUniformText }: TextRoom): TextSlice | null {
    if (isUniformText) return this.#uniform;
    if (textRoom > 0 && textRoom < this.#longest.text && textRoom === textLimit) return this.#exact(textRoom);
    const text = this.#fitting("text", textRoom);
    // What fits text fits plain text.
    const plainRoom = Math.max(plainTextRoom, textRoom);
    if (text !== null && sliceLength(plainRoom) === sliceLength(textRoom) && plainRoom < this.#longest.plain)
      return text;
    const plain = this.#fitting("plain", plainRoom);
    if (plain === null || text === null) return plain ?? text;
    return plain.tokens > text.tokens ? plain : text;
  }

  #fitting(kind: Kind, room: number): TextSlice | null {
    if (room >= this.#longest[kind]) return this.#all[kind];
    const length = sliceLength(room);
    if (length === undefined) return null;
    return this.#keep(`${kind} ${length}`, () => createSlice(this.#flat, this.#characters[kind], length));
  }

  /** No longer text is allowed either, so only the tokens that are no text are left. */
  #exact(room: number): TextSlice {
    return this.#keep(`exact ${room}`, () => ({
      ...createMask(this.#characters.text, room),
      others: this.#all.text.others,
      tails: null,
    }));
  }

  #keep(key: string, create: () => TextSlice): TextSlice {
    const known = this.#slices.get(key);
    if (known !== undefined) return known;
    const slice = create();
    this.#slices.set(key, slice);
    return slice;
  }
}

function sliceLength(room: number): number | undefined {
  return SLICE_LENGTHS.findLast((length) => length <= room);
}

function countCharacters({ bytes, starts }: FlatTokens): Pick<TextSlicesParts, "characters" | "longest"> {
  const size = starts.length - 1;
  const text = new Int32Array(size);
  const plain = new Int32Array(size);
  const longest = { plain: 0, text: 0 };
  for (let token = 0; token < size; token++) {
    const count = countTextCharacters(bytes, starts[token]!, starts[token + 1]!);
    text[token] = count;
    longest.text = Math.max(longest.text, count);
    if (count !== starts[token + 1]! - starts[token]!) continue;
    plain[token] = count;
    longest.plain = Math.max(longest.plain, count);
  }
  return { characters: { plain, text }, longest };
}

/** Tokens of one to `most` characters. */
function createMask(characters: Int32Array, most: number): Pick<TextSlice, "mask" | "tokens"> {
  const mask = new Uint32Array(Math.ceil(characters.length / 32));
  let tokens = 0;
  for (let token = 0; token < characters.length; token++) {
    const count = characters[token]!;
    if (count === 0 || count > most) continue;
    addToken(mask, token);
    tokens++;
  }
  return { mask, tokens };
}

function createSlice(flat: FlatTokens, characters: Int32Array, most: number): TextSlice {
  const own = createMask(characters, most);
  return { ...own, others: SharedTrie.of(flat, tokensOutside(own.mask, flat)).trie, tails: null };
}
