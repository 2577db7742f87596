import { HermesError } from "../errors.ts";
import { PieceEncoder } from "./byte-pairs/piece-encoder.ts";
import { createTextSteps } from "./text/text-steps.ts";
import type { TokenizerFile } from "./tokenizer-file.ts";

/** Encodes text in which no special string is meant, to the end of `ids`. Pauses every few milliseconds; at each pause gives `ids`. */
export type PlainEncoder = (text: string, ids: number[]) => Generator<readonly number[], void>;

/** UTF-16 units between two pauses. */
const PAUSE_LENGTH = 2048;

/**
 * Normalizer, pre-tokenizer and byte-pair encoding alone: no special string is made, also where the vocabulary lists it, and no
 * begin-of-text added. Throws file-invalid, naming `path`.
 */
export function createPlainEncoder(file: TokenizerFile, specials: ReadonlySet<string>, path: string): PlainEncoder {
  const { steps, encoder } = createParts(file, specials, path);
  return function* (text, ids) {
    const normalizing = steps.normalize(text);
    let normal = normalizing.next();
    for (; !normal.done; normal = normalizing.next()) yield ids;
    let sincePause = 0;
    for (const pieces of steps.split(normal.value)) {
      yield ids;
      for (const piece of pieces) {
        if (encoder.isLong(piece)) yield* encodeLong(encoder, piece, ids);
        else for (const id of encoder.encode(piece)) ids.push(id);
        sincePause += piece.length;
        if (sincePause < PAUSE_LENGTH) continue;
        sincePause = 0;
        yield ids;
      }
    }
  };
}

function createParts(file: TokenizerFile, specials: ReadonlySet<string>, path: string) {
  try {
    const steps = createTextSteps(file);
    return { steps, encoder: new PieceEncoder(file.model, specials, steps.bytesOf) };
  } catch (cause) {
    const message = `${path}: the normalizer, pre-tokenizer or model cannot be built (${(cause as Error).message}).`;
    throw new HermesError("file-invalid", message, { path }, { cause });
  }
}

/** What is not yet certain of a long piece is not in `ids`. */
function* encodeLong(encoder: PieceEncoder, piece: string, ids: number[]): Generator<readonly number[], void> {
  const encoding = encoder.encodeLong(piece);
  let step = encoding.next();
  for (; !step.done; step = encoding.next()) yield ids;
  // Not push(...ids): a long piece would overflow the stack.
  for (const id of step.value) ids.push(id);
}
