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

export interface Tokenizer {
  /** Number of ids, added tokens included. */
  readonly vocabularySize: number;
  /** Special strings that steer the protocol (begin of text, headers, end of turn, reserved), by string. */
  readonly controlTokens: ReadonlyMap<string, number>;
  /** Hermes tags that are added tokens, by string. */
  readonly tagTokens: ReadonlyMap<string, number>;
  /** Id of an added or vocabulary token by its exact string. */
  idOf(token: string): number | undefined;
  /** Guarded encoding, see SegmentSource. Adds no begin-of-text of its own. */
  encodeSegments(segments: readonly PromptSegment[]): number[];
  /** Publisher's encoding of the whole text: every special string becomes its id. Adds no begin-of-text of its own. */
  encode(text: string): number[];
  /** Text of the ids, special tokens kept. */
  decode(ids: readonly number[]): string;
  createDecoder(): StreamingDecoder;
  /** Bytes of a token as they enter the text; null for control tokens. */
  tokenBytes(id: number): Uint8Array | null;
}
