import type { CodePointSet } from "../regex/index.ts";
import type { PlaceStore } from "./place-store.ts";

/** Code points by the length of their UTF-8, without surrogates: first, last, bits of the first byte, bytes that follow it. */
const FORMS: readonly (readonly [first: number, last: number, lead: number, following: number])[] = [
  [0, 0x7f, 0, 0],
  [0x80, 0x7ff, 0xc0, 1],
  [0x800, 0xd7ff, 0xe0, 2],
  [0xe000, 0xffff, 0xe0, 2],
  [0x10000, 0x10ffff, 0xf0, 3],
];

/** The place that reads one character of a set in UTF-8. An empty set gives a place that reads nothing at all. */
export function characterPlace(store: PlaceStore, set: CodePointSet, next: number): number {
  const edges = FORMS.flatMap(([first, last, lead, following]) => {
    return blocksOf(store, clip(set, first, last, 0), following, lead, next);
  });
  return store.bytes(edges);
}

/**
 * Edges for the characters of a set: by the bits above the 6 * `following` lower ones, which stand in this byte.
 * @param marks the upper bits of the byte
 */
function blocksOf(store: PlaceStore, set: CodePointSet, following: number, marks: number, next: number): number[] {
  const edges: number[] = [];
  if (following === 0) {
    for (let index = 0; index < set.length; index += 2) edges.push(marks + set[index]!, marks + set[index + 1]!, next);
    return edges;
  }
  const size = 64 ** following;
  let block = -1;
  for (let index = 0; index < set.length; index += 2) {
    const last = Math.floor(set[index + 1]! / size);
    for (block = Math.max(block + 1, Math.floor(set[index]! / size)); block <= last; block++) {
      const inside = clip(set, block * size, (block + 1) * size - 1, block * size);
      const behind = store.bytes(blocksOf(store, inside, following - 1, 0x80, next));
      edges.push(marks + block, marks + block, behind);
    }
    block--;
  }
  return edges;
}

/** The part of a set from `first` to `last`, less `base`. */
function clip(set: CodePointSet, first: number, last: number, base: number): number[] {
  const part: number[] = [];
  for (let index = 0; index < set.length && set[index]! <= last; index += 2) {
    if (set[index + 1]! < first) continue;
    part.push(Math.max(set[index]!, first) - base, Math.min(set[index + 1]!, last) - base);
  }
  return part;
}
