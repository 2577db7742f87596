import type { FlatTokens } from "./flat-tokens.ts";

/** Where a piece of prompt text comes from; it decides which special tokens the encoder may make of it. */
export type SegmentSource =
  /** Written by the renderer: every special token is meant. */
  | "template"
  /** Caller text of trusted form: Hermes tags (`<think>`, `<tool_call>`, …) become ids, control tokens stay text. */
  | "system"
  | "assistant"
  /** Caller text of foreign origin: no special token at all. */
  | "user"
  | "tool";

export interface PromptSegment {
  readonly text: string;
  readonly source: SegmentSource;
}

/** Turns ids into text piece by piece and never emits half a character. */
export interface StreamingDecoder {
  push(id: number): string;
  /** What is still held back (an unfinished character becomes U+FFFD). */
  finish(): string;
}

export interface Encoding {
  readonly ids: number[];
  /** False where encoding ended early: there are more than `mostTokens` ids, and there would be more still. */
  readonly whole: boolean;
}

export interface Tokenizer {
  /** Number of ids, added tokens included. */
  readonly vocabularySize: number;
  /** Special strings that steer the protocol (begin of text, headers, end of turn, reserved), by string. */
  readonly controlTokens: ReadonlyMap<string, number>;
  /** Hermes tags that are added tokens, by string. */
  readonly tagTokens: ReadonlyMap<string, number>;
  /** Id of an added or vocabulary token by its exact string. */
  idOf(token: string): number | undefined;
  /**
   * Guarded encoding, see SegmentSource: a special string becomes its id only when it stands whole inside text of a
   * source that allows it (neighbouring segments of one source count as one). Equals `encode` of the joined text
   * where callers wrote no special string. Adds no begin-of-text of its own.
   */
  encodeSegments(segments: readonly PromptSegment[]): number[];
  /** Publisher's encoding of the whole text: every special string becomes its id. Adds no begin-of-text of its own. */
  encode(text: string): number[];
  /**
   * As `encodeSegments`, in slices of a few milliseconds: the thread serves others between them. Ends early once there are more
   * than `mostTokens`.
   */
  encodeSegmentsInSlices(segments: readonly PromptSegment[], mostTokens?: number): Promise<Encoding>;
  /** As `encode`, in the same way. */
  encodeInSlices(text: string, mostTokens?: number): Promise<Encoding>;
  /** Text of the ids, special tokens kept; an id without a token (padding rows of the embedding) gives no text. */
  decode(ids: readonly number[]): string;
  createDecoder(): StreamingDecoder;
  /** Bytes of a token as they enter the text (a copy); null for control tokens, empty for an id without a token. */
  tokenBytes(id: number): Uint8Array | null;
  /** Bytes of all ids as they stand in decoded text, control tokens included. No copy: not to be written to. */
  textBytes(): FlatTokens;
}

/** What tokenizer_config.json says; undefined where it says nothing. */
export interface TokenizerSettings {
  readonly beginToken: string | undefined;
  readonly endToken: string | undefined;
  readonly padToken: string | undefined;
  /** Whether the publisher's encoder puts `beginToken` in front by itself; ours never does. */
  readonly addsBeginToken: boolean | undefined;
  /** Tokens. */
  readonly maxLength: number | undefined;
}

/** A tokenizer made from a model's files. */
export interface LoadedTokenizer extends Tokenizer {
  readonly settings: TokenizerSettings;
}
