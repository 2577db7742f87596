import type { SpecialMatcher } from "../../tokenizer/index.ts";
import { cutAtSpecials } from "./split-pattern.ts";

/** How often each piece occurs in the texts, special strings left out. `split` must be that of the finished tokenizer. */
export function countPreTokens(
  texts: Iterable<string>,
  specials: SpecialMatcher,
  split: (text: string) => string[],
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const run of cutAtSpecials(text, specials)) {
      for (const piece of split(run)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
    }
  }
  return counts;
}
