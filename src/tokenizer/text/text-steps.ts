import { readSpelledBytes } from "../byte-level.ts";
import { createLibrarySteps, createPatternSplitter } from "../library.ts";
import type { TokenizerFile } from "../tokenizer-file.ts";
import { composeInChunks } from "./normalize-text.ts";
import { splitInWindows, splitsInWindows } from "./split-text.ts";

/** What becomes of text before its pieces are encoded; both steps pause where they can. */
export interface TextSteps {
  normalize(text: string): Generator<undefined, string>;
  split(text: string): Generator<readonly string[], void>;
  bytesOf(piece: string): Uint8Array;
}

/** A pre-tokenizer as tokenizer.json writes it. */
interface Step {
  readonly type?: string;
  readonly pretokenizers?: readonly Step[];
  readonly pattern?: { readonly Regex?: string };
  readonly behavior?: string;
  readonly invert?: boolean;
  readonly use_regex?: boolean;
  readonly add_prefix_space?: boolean;
}

const utf8 = new TextEncoder();

/**
 * The steps of a tokenizer.json. One split by a pattern, and composing (NFC), go bit by bit; whatever else there may be is the
 * library's, in one go. Throws Error for what the library does not know, and where the last step does not spell bytes.
 */
export function createTextSteps(file: TokenizerFile): TextSteps {
  const { normalize, split } = createLibrarySteps(file);
  const composes = (file.normalizer as Step | null | undefined)?.type === "NFC";
  const steps = listSteps((file.pre_tokenizer ?? {}) as Step);
  if (steps.at(-1)?.type !== "ByteLevel") throw new Error("the pre-tokenizer does not end with ByteLevel");
  const pattern = onlyPattern(steps);
  return {
    normalize: composes
      ? (text) => composeInChunks(text)
      : function* (text) {
          yield;
          return normalize(text);
        },
    ...(pattern === null
      ? {
          *split(text: string) {
            yield split(text);
          },
          bytesOf: (piece: string) => readSpelledBytes(piece)!,
        }
      : {
          split: createWindowSplit(pattern),
          bytesOf: (piece: string) => utf8.encode(piece),
        }),
  };
}

function createWindowSplit(pattern: string): TextSteps["split"] {
  const split = createPatternSplitter(pattern);
  return (text) => splitInWindows(text, split, pattern.length);
}

function listSteps(step: Step): readonly Step[] {
  return step.type === "Sequence" ? (step.pretokenizers ?? []).flatMap(listSteps) : [step];
}

/** The pattern, where it alone splits and the split can be done in windows. */
function onlyPattern([split, bytes, ...more]: readonly Step[]): string | null {
  const pattern = split?.pattern?.Regex;
  const isPlain = split?.type === "Split" && split.behavior?.toLowerCase() === "isolated" && split.invert === false;
  const spellsOnly = bytes?.use_regex === false && bytes.add_prefix_space !== true;
  if (pattern === undefined || !isPlain || !spellsOnly || more.length > 0) return null;
  return splitsInWindows(pattern) ? pattern : null;
}
