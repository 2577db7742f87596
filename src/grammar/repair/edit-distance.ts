/**
 * Insertions, deletions, replacements and swaps of neighbours that make one name of the other (optimal string alignment: a swap is the
 * commonest slip in a short name, and counts one); letter case and the signs between words are free, so that `userName` and `user_name`
 * are 0 apart. Infinity above `most`.
 */
export function nameDistance(left: string, right: string, most: number): number {
  const [from, to] = [plain(left), plain(right)];
  if (Math.abs(from.length - to.length) > most) return Number.POSITIVE_INFINITY;
  let [older, old]: [number[], number[]] = [[], Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row++) {
    const fresh = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      let best = Math.min(old[column]! + 1, fresh[column - 1]! + 1, old[column - 1]! + (isSame ? 0 : 1));
      const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (isSwap) best = Math.min(best, older[column - 2]! + 1);
      fresh.push(best);
    }
    [older, old] = [old, fresh];
  }
  const distance = old[to.length]!;
  return distance <= most ? distance : Number.POSITIVE_INFINITY;
}

/** How far a name may be from another and still be meant: not at all for very short ones, where every letter counts. */
export function mostDistance(name: string): number {
  const { length } = plain(name);
  return length <= 2 ? 0 : length <= 5 ? 1 : 2;
}

/** Letters and digits in lower case; the name as it is where it has none. */
export function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]+/g, "") || name;
}
