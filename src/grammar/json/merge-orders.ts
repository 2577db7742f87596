/**
 * One order of all names that keeps the first list, and of each further one what does not contradict those before: names that are new come
 * right before the next one of their list that is not. So `a, c` and `b, c` become `a, b, c`.
 */
export function mergeOrders(lists: readonly (readonly string[])[]): string[] {
  let merged: string[] = [];
  let known = new Set<string>();
  for (const list of lists) {
    const before = new Map<string, string[]>();
    let waiting: string[] = [];
    for (const name of list) {
      if (!known.has(name)) waiting.push(name);
      else if (waiting.length > 0) {
        before.set(name, [...(before.get(name) ?? []), ...waiting]);
        waiting = [];
      }
    }
    if (before.size > 0) merged = merged.flatMap((name) => [...(before.get(name) ?? []), name]);
    merged.push(...waiting);
    if (before.size > 0 || waiting.length > 0) known = new Set(merged);
    if (known.size < merged.length) merged = [...known];
  }
  return merged;
}
