import { distance } from "fastest-levenshtein";

/** Longer names have no neighbour among ours; it also bounds the work on names from outside. */
const LONGEST_NAME = 64;

/** The name that a mistyped one most likely stands for; null when none is near. */
export function nearestName(name: string, known: readonly string[]): string | null {
  if (name.length > LONGEST_NAME) return null;
  const plain = simplify(name);
  let best: string | null = null;
  let least = Math.max(1, Math.floor(plain.length / 3)) + 1;
  for (const candidate of known) {
    const changes = distance(plain, simplify(candidate));
    if (changes < least) [best, least] = [candidate, changes];
  }
  return best;
}

/** Without what spellings of one name differ in: `topP`, `top-p` and `top_p` are the same. */
function simplify(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, "");
}
