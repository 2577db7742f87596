import type { Matcher, Vocabulary } from "../../grammar/index.ts";

/** What came of a text that was fed to a grammar token by token. Times are in microseconds. */
export interface FeedResult {
  readonly accepted: boolean;
  /** Of the whole text. */
  readonly tokens: number;
  /** Where the text leaves the grammar, or ends too early; null where it does neither. */
  readonly stop: FeedStop | null;
  /** One a token. */
  readonly maskTimes: readonly number[];
}

export interface FeedStop {
  /** Bytes that were accepted. */
  readonly offset: number;
  /** Bytes that could have come there. */
  readonly allowedBytes: readonly number[];
  /** Whether the text could have ended there. */
  readonly mayEnd: boolean;
}

/** Makes every mask, as generating would, and asks it for the next token of the text. */
export function feedTokens(matcher: Matcher, vocabulary: Vocabulary, text: string): FeedResult {
  const tokens = vocabulary.encode(text);
  const mask = new Uint32Array(Math.ceil(vocabulary.size / 32));
  const maskTimes: number[] = [];
  let offset = 0;
  for (const token of tokens) {
    const start = performance.now();
    matcher.allowedTokens(mask);
    maskTimes.push(1_000 * (performance.now() - start));
    const bytes = vocabulary.bytes[token] ?? new Uint8Array();
    if (((mask[token >> 5]! >>> (token & 31)) & 1) === 0) {
      return { accepted: false, tokens: tokens.length, stop: findStop(matcher, bytes, offset), maskTimes };
    }
    matcher.accept(token);
    offset += bytes.length;
  }
  const accepted = matcher.isComplete();
  const stop = accepted ? null : findStop(matcher, new Uint8Array(), offset);
  return { accepted, tokens: tokens.length, stop, maskTimes };
}

/** The byte of a token at which the grammar is left. */
function findStop(before: Matcher, token: Uint8Array, offset: number): FeedStop {
  const matcher = before.clone();
  let taken = 0;
  while (taken < token.length && accepts(matcher, token[taken]!)) taken++;
  const allowedBytes = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => accepts(matcher.clone(), byte));
  return { offset: offset + taken, allowedBytes, mayEnd: matcher.isComplete() };
}

function accepts(matcher: Matcher, byte: number): boolean {
  try {
    matcher.acceptBytes(Uint8Array.of(byte));
    return true;
  } catch {
    return false;
  }
}
