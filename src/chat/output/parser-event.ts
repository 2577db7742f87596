import type { CallNote, InvalidReason, OutputPart } from "../parts.ts";

export type DiagnosticCode = CallNote | "call-inside-unclosed-think" | "tool-response-in-answer";

/** Something odd about an answer that is no part of it. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly message: string;
  /** The call concerned; `index` counts the calls of the answer and is missing for a call that stays thought. */
  readonly call?: { readonly name: string; readonly index?: number };
}

/**
 * What the parser tells while it reads. Deltas of a part add up to its text or arguments; nothing is taken back. `start` and `end` are
 * places in the answer's text, in UTF-16 units; a delta stands there as it is, a call with its markup up to the end of its object.
 */
export type ParserEvent =
  | { readonly type: "reasoning-delta"; readonly text: string; readonly start: number }
  | { readonly type: "reasoning-end"; readonly closed: boolean }
  | { readonly type: "content-delta"; readonly text: string; readonly start: number }
  /** Incremental mode only: a call has begun; its arguments follow in pieces. */
  | { readonly type: "call-start"; readonly name: string }
  | { readonly type: "call-arguments-delta"; readonly text: string }
  /** Incremental mode only: the call begun last is void; it may start anew. */
  | { readonly type: "call-abort" }
  /** A whole call; in incremental mode it ends the one begun last. */
  | {
      readonly type: "call";
      readonly name: string;
      readonly arguments: string;
      readonly notes: readonly CallNote[];
      readonly start: number;
      readonly end: number;
    }
  | { readonly type: "invalid"; readonly raw: string; readonly reason: InvalidReason }
  | { readonly type: "diagnostic"; readonly diagnostic: Diagnostic };

/** A whole answer, read. Joining `raw` of all parts gives the answer back. */
export interface ParsedOutput {
  readonly parts: readonly OutputPart[];
  readonly diagnostics: readonly Diagnostic[];
}
