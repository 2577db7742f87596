/**
 * Runs `work` for every item, at most `limit` at a time, in their order. The first failure stops the others through their signal and
 * is thrown when all have ended, so nothing goes on behind the caller's back.
 */
export async function forEachBounded<Item>(
  items: readonly Item[],
  limit: number,
  signal: AbortSignal,
  work: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const common = AbortSignal.any([signal, failed.signal]);
  const queue = items.values();
  let failure: { readonly error: unknown } | undefined;
  const runLane = async () => {
    for (const item of queue) {
      if (common.aborted) return;
      try {
        await work(item, common);
      } catch (error) {
        failure ??= { error };
        failed.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, runLane));
  signal.throwIfAborted();
  if (failure !== undefined) throw failure.error;
}
