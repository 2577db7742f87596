import type { Mode } from "../../environments/index.ts";

export interface ThoughtFacts {
  /** UTF-16 code units inside the block. */
  readonly chars: number;
  /** The limit came before the end of the thought. */
  readonly overlong: boolean;
}

/** What of a raw completion is thought. `finishReason` as in StreamPart. */
export function readThought(completion: string, mode: Mode, finishReason: string | null): ThoughtFacts {
  const lower = completion.toLowerCase();
  const open = /^\s*<think>/.exec(lower);
  const close = lower.indexOf("</think>");
  const start = open === null ? 0 : open[0].length;
  const isInside = close < 0 && (open !== null || mode === "reasoning");
  const overlong = isInside && finishReason === "length";
  // Without any tag the text is an answer, unless the limit says that the thought had no end.
  if (open === null && close < 0 && !overlong) return { chars: 0, overlong };
  return { chars: (close < 0 ? completion.length : close) - start, overlong };
}
