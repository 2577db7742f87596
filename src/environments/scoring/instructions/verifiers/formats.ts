import { z } from "zod";
import { countMatches, isBlank, LINE_START, SPACE_IN_LINE, strip } from "../text/python-text.ts";
import { count, defineVerifier, noArguments } from "../verifier.ts";

/** A star that is not followed by another one, or a dash, first on its line. */
const STAR_BULLET = new RegExp(`${LINE_START}[${SPACE_IN_LINE}]*\\*[^*][^\\n]*`, "gu");
const DASH_BULLET = new RegExp(`${LINE_START}[${SPACE_IN_LINE}]*-[^\\n]*`, "gu");

export const numberOfBullets = defineVerifier({
  id: "detectable_format:number_bullet_lists",
  arguments: z.strictObject({ num_bullets: count }),
  holds: (text, given) => countMatches(text, STAR_BULLET) + countMatches(text, DASH_BULLET) === given.num_bullets,
  demands: (given) => ({ bullets: given.num_bullets }),
});

export const numberOfHighlights = defineVerifier({
  id: "detectable_format:number_highlighted_sections",
  arguments: z.strictObject({ num_highlights: count }),
  holds: (text, given) => filled(text, ITALIC, 1) + filled(text, BOLD, 2) >= given.num_highlights,
  demands: (given) => ({ pieces: Array.from({ length: given.num_highlights }, (_, i) => `*part ${i + 1}*`) }),
});

/** JSON as JavaScript reads it: Python's NaN and Infinity are none. */
export const jsonFormat = defineVerifier({
  id: "detectable_format:json_format",
  arguments: noArguments,
  holds(text) {
    try {
      JSON.parse(withoutFence(text));
      return true;
    } catch {
      return false;
    }
  },
  demands: () => ({ json: true }),
});

const ITALIC = /\*[^\n*]*\*/g;
const BOLD = /\*\*[^\n*]*\*\*/g;
const FENCES = ["```json", "```Json", "```JSON", "```"];

function filled(text: string, pattern: RegExp, stars: number): number {
  return [...text.matchAll(pattern)].filter(([match]) => !isBlank(match.slice(stars, -stars))).length;
}

function withoutFence(text: string): string {
  let inner = strip(text);
  for (const fence of FENCES) if (inner.startsWith(fence)) inner = inner.slice(fence.length);
  return strip(inner.endsWith("```") ? inner.slice(0, -3) : inner);
}
