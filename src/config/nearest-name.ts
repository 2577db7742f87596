import { distance } from "fastest-levenshtein";

/**
 * The known path that was probably meant: the one with fewest letters to change, or one that ends with the same name. Null where none
 * is near.
 */
export function findNearest(path: string, known: readonly string[]): string | null {
  const ending = known.find((candidate) => candidate.toLowerCase().endsWith(`.${path.toLowerCase()}`));
  if (ending !== undefined) return ending;
  // Two letters that changed places count two.
  const most = path.length < 4 ? 1 : path.length < 12 ? 2 : 3;
  const ranked = known
    .map((candidate) => ({ candidate, changes: distance(path.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ changes }) => changes <= most)
    .sort((a, b) => a.changes - b.changes);
  return ranked[0]?.candidate ?? null;
}
