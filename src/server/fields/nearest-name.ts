/** Longer names have no neighbour among ours; it also bounds the work on names from outside. */
const LONGEST_NAME = 64;

/** The name that a mistyped one most likely stands for; null when none is near. */
export function nearestName(name: string, known: readonly string[]): string | null {
  if (name.length > LONGEST_NAME) return null;
  const plain = simplify(name);
  let best: string | null = null;
  let least = Math.max(1, Math.floor(plain.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(plain, simplify(candidate));
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Without what spellings of one name differ in: `topP`, `top-p` and `top_p` are the same. */
function simplify(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, "");
}

/** Fewest insertions, removals and replacements of a character (Levenshtein), row by row. */
function editDistance(from: string, to: string): number {
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
