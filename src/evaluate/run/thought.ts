import type { Mode } from "../../environments/index.ts";

export interface ThoughtFacts {
  /** UTF-16 code units inside the block. */
  readonly chars: number;
  /** A thought was begun and has no end, or the limit came before any sign of one. */
  readonly overlong: boolean;
}

/** What of a raw completion is thought. `finishReason` as in StreamPart. */
export function readThought(completion: string, mode: Mode, finishReason: string | null): ThoughtFacts {
  const open = /^\s*<think>/i.exec(completion);
  const close = completion.search(/<\/think>/i);
  const start = open === null ? 0 : open[0].length;
  const wasCut = mode === "reasoning" && finishReason === "length";
  const overlong = close < 0 && (open !== null || wasCut);
  // Without any tag the text is an answer, unless the limit says that the thought had no end.
  if (open === null && close < 0 && !overlong) return { chars: 0, overlong };
  return { chars: (close < 0 ? completion.length : close) - start, overlong };
}
