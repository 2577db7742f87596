import { HermesError } from "../errors.ts";
import { createLibraryEncoder } from "./library.ts";
import type { TokenizerFile } from "./tokenizer-file.ts";

/** Encodes text in which no special string is meant. */
export type PlainEncoder = (text: string) => number[];

/** The model without the special strings: a vocabulary may list them too, and merges could then build them. */
function withoutSpecials(model: TokenizerFile["model"], specials: ReadonlySet<string>): TokenizerFile["model"] {
  const listed = [...specials].filter((special) => Object.hasOwn(model.vocab, special));
  if (listed.length === 0) return model;
  const vocab = { ...model.vocab };
  for (const special of listed) delete vocab[special];
  const pairs = model.merges.map((merge) => (typeof merge === "string" ? merge.split(" ") : [...merge]));
  const merges = pairs.filter(([left, right]) => !specials.has(left! + right!)) as [string, string][];
  return { ...model, vocab, merges };
}

/**
 * The library's normalizer, pre-tokenizer and BPE alone: it is told of no added token, so it can make none, and
 * of no post-processor, so it adds no begin-of-text. Throws file-invalid, naming `path`.
 */
export function createPlainEncoder(file: TokenizerFile, specials: ReadonlySet<string>, path: string): PlainEncoder {
  const model = withoutSpecials(file.model, specials);
  try {
    return createLibraryEncoder({ ...file, model, post_processor: null, added_tokens: [] });
  } catch (cause) {
    const message = `${path}: the normalizer, pre-tokenizer or model cannot be built (${(cause as Error).message}).`;
    throw new HermesError("file-invalid", message, { path }, { cause });
  }
}
