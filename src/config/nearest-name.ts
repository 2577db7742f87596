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
    .map((candidate) => ({ candidate, changes: countChanges(path.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ changes }) => changes <= most)
    .sort((a, b) => a.changes - b.changes);
  return ranked[0]?.candidate ?? null;
}

/** Letters to add, drop or replace (Levenshtein's distance). */
function countChanges(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
