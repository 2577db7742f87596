import type { PairMerger } from "./pair-merger.ts";

/** Bytes merged at once. Large against any token (Llama 3.1: 128 bytes), small against a slice of time: 1 ms at most. */
export const WINDOW_BYTES = 4096;
/** Tokens at the end of a window that are merged again, with what follows them. */
const TAIL_TOKENS = 8;

/** A run of bytes on the way to tokens. */
interface LongRun {
  readonly bytes: Uint8Array;
  readonly merger: PairMerger;
  /** Bytes of a token. */
  readonly lengthOf: (token: number) => number;
}

/**
 * The same tokens as merging all bytes at once, window by window: time and memory stay in proportion to the length, and the
 * generator pauses behind every window.
 *
 * Why it is exact. Where no merge crosses a border, both sides merge as if alone. So whether one crosses the border between two
 * lists of tokens hangs on the last token before it and the first behind it alone: if these two, merged from bytes together, come
 * out as they are, the lists joined are what merging all the bytes gives. Windows are joined at such borders only; where one
 * does not hold, tokens are taken back and a larger window is tried.
 */
export function* mergeLong(run: LongRun, windowBytes = WINDOW_BYTES): Generator<undefined, number[]> {
  const { bytes, merger, lengthOf } = run;
  const tokens: number[] = [];
  let start = 0;
  let size = windowBytes;
  for (;;) {
    const end = Math.min(bytes.length, start + size);
    const window = merger.merge(bytes, start, end);
    const holds = tokens.length === 0 || borderHolds(run, start, tokens.at(-1)!, window[0]!);
    const isLast = end === bytes.length;
    if (holds && isLast) return tokens.concat(window);
    if (holds && window.length > TAIL_TOKENS) {
      for (const token of window.slice(0, -TAIL_TOKENS)) {
        tokens.push(token);
        start += lengthOf(token);
      }
    } else {
      if (!holds) for (const token of tokens.splice(-TAIL_TOKENS)) start -= lengthOf(token);
      size *= 2;
    }
    yield;
  }
}

/** Whether two tokens that meet at `border` come out of merging their bytes together. */
function borderHolds({ bytes, merger, lengthOf }: LongRun, border: number, before: number, behind: number): boolean {
  const [first, second, ...more] = merger.merge(bytes, border - lengthOf(before), border + lengthOf(behind));
  return first === before && second === behind && more.length === 0;
}
