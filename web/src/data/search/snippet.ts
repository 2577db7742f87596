import type { SearchHit } from "../contract.ts";
import { foldWithPlaces } from "./fold-text.ts";

/** Characters shown before the first match, and in all. */
const before = 40;
const length = 160;

type Snippet = Pick<SearchHit, "snippet" | "matches">;
type Range = [start: number, end: number];

/** The text around the first place where one of the folded words stands, on one line, with all places in it. */
export function cutSnippet(text: string, words: readonly string[]): Snippet {
  const places = findWords(text, words);
  const first = places[0]?.[0] ?? 0;
  const start = wordStart(text, Math.max(0, first - before));
  const end = Math.min(text.length, start + length);
  // Line breaks become spaces, one for one, so that the places stay.
  const cut = text.slice(start, end).replace(/\s/gu, " ");
  const [head, tail] = [start > 0 ? "…" : "", end < text.length ? "…" : ""];
  const matches = places
    .filter(([from, to]) => from >= start && to <= end)
    .map(([from, to]): Range => [from - start + head.length, to - start + head.length]);
  return { snippet: head + cut + tail, matches };
}

/** Where the words stand, in order, those that overlap joined. */
function findWords(text: string, words: readonly string[]): Range[] {
  const { folded, starts } = foldWithPlaces(text);
  const found: Range[] = [];
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      found.push([starts[at]!, placeAfter(starts, at + word.length)]);
    }
  }
  found.sort((a, b) => a[0] - b[0]);
  const joined: Range[] = [];
  for (const range of found) {
    const last = joined.at(-1);
    if (last !== undefined && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
    else joined.push(range);
  }
  return joined;
}

/** The end, in the text, of what ends before `folded[end]`; a character that folds to several is taken whole. */
function placeAfter(starts: readonly number[], end: number): number {
  let after = end;
  while (after < starts.length - 1 && starts[after] === starts[end - 1]) after++;
  return starts[after]!;
}

/** The next beginning of a word, if one is near, so that a snippet does not start inside one. */
function wordStart(text: string, at: number): number {
  if (at === 0) return 0;
  const space = text.slice(at, at + 20).search(/\s/u);
  if (space >= 0) return at + space + 1;
  // Not inside a pair of surrogates.
  return /[\uDC00-\uDFFF]/.test(text[at]!) ? at + 1 : at;
}
