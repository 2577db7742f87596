import { HermesError } from "../../errors.ts";

/** UTF-16 units matched at once: some milliseconds. */
const WINDOW_LENGTH = 32_768;
/**
 * Longest piece. Matching one takes as long as it is and cannot pause (20 ms), and the regular expressions of JavaScript give up
 * at some millions.
 */
const LONGEST_PIECE = 2 ** 19;
/**
 * Pieces at the end of a window that are matched again with what follows. One alternative may look over a run of white space for
 * a line break and leave it to the next piece: so the last but one can hang on what follows, too.
 */
const HELD_PIECES = 3;

/** Splits text into pieces; joined, they are the text. */
export type Splitter = (text: string) => string[];

/**
 * Whether text can be split window by window: nothing but runs of characters and fixed strings, and no look around but the one of
 * white space, `(?!\S)`. With another, a piece could hang on text far away.
 */
export function splitsInWindows(pattern: string): boolean {
  return !/\(\?(?:[=!]|<[=!])|\\[bBAzZG]|[$^](?![^[]*\])/.test(pattern.replaceAll("(?!\\S)", ""));
}

/**
 * The pieces of `split(text)`, a window at a time. `margin` is the length of the pattern, and so of every fixed string in it.
 * Throws HermesError "prompt-invalid" for a piece of more than half a million characters.
 */
export function* splitInWindows(
  text: string,
  split: Splitter,
  margin: number,
  windowLength = WINDOW_LENGTH,
): Generator<readonly string[], void> {
  let start = 0;
  let size = windowLength;
  while (start + size < text.length) {
    const pieces = split(text.slice(start, start + size));
    const held = dropHeld(pieces, margin);
    start += size - held;
    yield pieces;
    if (pieces.length > 0) {
      size = windowLength;
    } else if (size >= LONGEST_PIECE) {
      const message = `The text has ${LONGEST_PIECE} characters without a word's end; that is the most. Break it up.`;
      throw new HermesError("prompt-invalid", message, { field: "messages" });
    } else size *= 2;
  }
  if (start < text.length) yield split(start === 0 ? text : text.slice(start));
}

/** Takes off the pieces that what follows may change; their length. */
function dropHeld(pieces: string[], margin: number): number {
  let held = 0;
  for (let dropped = 0; pieces.length > 0 && (dropped < HELD_PIECES || held < margin); dropped++) {
    held += pieces.pop()!.length;
  }
  return held;
}
