export const THINK_START = "<think>";
export const THINK_END = "</think>";
export const CALL_START = "<tool_call>";
export const CALL_END = "</tool_call>";
export const TOOL_RESPONSE = "<tool_response>";

export interface TagSearch {
  /** The first tag that stands whole in the text, or null. */
  readonly tag: string | null;
  /** Start of that tag, else of a suffix that may still become one, else the end of the text. */
  readonly start: number;
}

/** Looks for the first of `tags` from `from` on. Every tag starts with `<` and has no other `<` inside. */
export function findTag(text: string, from: number, tags: readonly string[]): TagSearch {
  for (let start = text.indexOf("<", from); start >= 0; start = text.indexOf("<", start + 1)) {
    const tag = tags.find((candidate) => text.startsWith(candidate, start));
    if (tag !== undefined) return { tag, start };
    const suffix = text.length - start;
    if (tags.some((candidate) => suffix < candidate.length && candidate.startsWith(text.slice(start)))) {
      return { tag: null, start };
    }
  }
  return { tag: null, start: text.length };
}
