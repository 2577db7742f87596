import { setImmediate as turn } from "node:timers/promises";
import { RawNumber } from "../chat/index.ts";
import type { TokenAccess } from "../hermes.ts";
import { type ApiError, badRequest } from "./api-error.ts";
import type { ServerContext } from "./contract.ts";

/** Texts with so many tokens are looked at whole, whatever the context; that takes tens of milliseconds. */
const FEW_TOKENS = 32_768;
/** UTF-16 code units that become tokens before others get their turn: a few milliseconds. */
const SLICE_LENGTH = 8192;
/** Texts of a prompt are cut here and there, and some of a body never reach it; so only what is far too long is refused. */
const MARGIN = 2;

export interface TextReading {
  /** Control tokens in texts become one token each. */
  readonly parseSpecial: boolean;
  readonly signal: AbortSignal;
}

/**
 * Throws ApiError 400 for a body whose texts have far more tokens than the model reads. They are counted slice by slice, between which
 * others are answered; what is let through is short enough to be checked and rendered in one go. Where the tokenizer is elsewhere all
 * pass.
 */
export async function checkTextLength(
  body: Readonly<Record<string, unknown>>,
  server: ServerContext,
  { parseSpecial, signal }: TextReading,
): Promise<void> {
  const { tokens, contextLength } = server.hermes();
  if (tokens === null) return;
  const most = mostTokens(contextLength);
  const texts = textsOf(body);
  // A text has hardly more tokens than characters.
  if (texts.reduce((sum, text) => sum + text.length, 0) <= FEW_TOKENS) return;
  let count = 0;
  for (const slice of slicesOf(texts)) {
    count += countOf(slice, tokens, parseSpecial);
    if (count > most) throw tooLong(most, contextLength);
    await turn();
    signal.throwIfAborted();
  }
}

/** More tokens than this are no text for a model of that context. */
export function mostTokens(contextLength: number): number {
  return Math.max(FEW_TOKENS, MARGIN * contextLength);
}

function countOf(text: string, tokens: TokenAccess, parseSpecial: boolean): number {
  return tokens.encode(text, { addSpecial: false, parseSpecial }).length;
}

/** The texts of a body, names of members and long numbers among them: a schema is text to the model. In no order. */
function textsOf(body: object): string[] {
  const texts: string[] = [];
  const open: unknown[] = [body];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === "string") texts.push(value);
    else if (value instanceof RawNumber) texts.push(value.text);
    else if (Array.isArray(value)) {
      // Token ids are tokens already.
      for (const item of value) if (typeof item !== "number") open.push(item);
    } else if (typeof value === "object" && value !== null) {
      for (const [name, item] of value instanceof Map ? value : Object.entries(value)) {
        texts.push(name);
        open.push(item);
      }
    }
  }
  return texts;
}

/** The same text in slices of one length, so that many short ones cost no more than a long one. */
function* slicesOf(texts: readonly string[]): Generator<string> {
  let waiting = "";
  for (const text of texts) {
    for (let start = 0; start < text.length; start += SLICE_LENGTH) {
      waiting += text.slice(start, start + SLICE_LENGTH);
      if (waiting.length < SLICE_LENGTH) continue;
      yield waiting;
      waiting = "";
    }
  }
  yield waiting;
}

function tooLong(most: number, contextLength: number): ApiError {
  const message = `The texts of this body have more than ${most} tokens, and the model's context ${contextLength}. Shorten them.`;
  return badRequest(message, null, "context_length_exceeded");
}
