import { byteAlphabet, readSpelledBytes } from "../byte-level.ts";
import type { TokenizerFile } from "../tokenizer-file.ts";
import { mergeLong, WINDOW_BYTES } from "./merge-long.ts";
import { readMerges } from "./merge-table.ts";
import { PairMerger } from "./pair-merger.ts";

/** UTF-16 units. The engine copies text this short; a longer piece, remembered, would keep alive the prompt it is a part of. */
const REMEMBERED_LENGTH = 12;
const REMEMBERED_PIECES = 10_000;

/** Encodes the pieces that text is split into. */
export class PieceEncoder {
  readonly #merger: PairMerger;
  readonly #bytesOf: (piece: string) => Uint8Array;
  /** Tokens by spelling, where a piece that is a token needs no merges. */
  readonly #wholePieces: ReadonlyMap<string, number>;
  /** [id] bytes of a token. */
  readonly #lengths: Int32Array;
  readonly #longest: number;
  readonly #remembered = new Map<string, readonly number[]>();

  /** Tokens that are `specials` are never made. Throws Error for a model that is not consistent. */
  constructor(model: TokenizerFile["model"], specials: ReadonlySet<string>, bytesOf: (piece: string) => Uint8Array) {
    const tokens = Object.entries(model.vocab);
    const lengths = tokens.map(([token, id]) => [id, readSpelledBytes(token)?.length ?? 0] as const);
    this.#lengths = new Int32Array(lengths.reduce((most, [id]) => Math.max(most, id + 1), 0));
    for (const [id, length] of lengths) this.#lengths[id] = length;
    this.#longest = lengths.reduce((most, [, length]) => Math.max(most, length), 0);
    const byteTokens = Int32Array.from(byteAlphabet, (character) => model.vocab[character]!);
    this.#merger = new PairMerger(byteTokens, readMerges(model, specials));
    this.#wholePieces = new Map(model.ignore_merges === true ? tokens.filter(([token]) => !specials.has(token)) : []);
    this.#bytesOf = bytesOf;
  }

  /** Whether a piece is better encoded step by step. */
  isLong(piece: string): boolean {
    return piece.length > WINDOW_BYTES;
  }

  /** Ids of a piece. */
  encode(piece: string): readonly number[] {
    const known = this.#remembered.get(piece);
    if (known !== undefined) return known;
    const bytes = this.#bytesOf(piece);
    const whole = bytes.length <= this.#longest ? this.#wholePieces.get(spell(bytes)) : undefined;
    const ids = whole === undefined ? this.#merger.merge(bytes, 0, bytes.length) : [whole];
    if (piece.length <= REMEMBERED_LENGTH) this.#remember(piece, ids);
    return ids;
  }

  /** Ids of a long piece; pauses every few milliseconds at most. */
  *encodeLong(piece: string): Generator<undefined, readonly number[]> {
    const bytes = this.#bytesOf(piece);
    if (bytes.length <= this.#longest) return this.encode(piece);
    return yield* mergeLong({ bytes, merger: this.#merger, lengthOf: (token) => this.#lengths[token]! });
  }

  #remember(piece: string, ids: readonly number[]): void {
    if (this.#remembered.size >= REMEMBERED_PIECES) this.#remembered.delete(this.#remembered.keys().next().value!);
    this.#remembered.set(piece, ids);
  }
}

function spell(bytes: Uint8Array): string {
  let spelled = "";
  for (const byte of bytes) spelled += byteAlphabet[byte];
  return spelled;
}
