/** The result of `work`, or the reason of the signal where that is aborted first; `work` is then left to itself. */
export async function abortable<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  // Where nobody waits any more, its failure is nobody's.
  work.catch(() => {});
  signal.throwIfAborted();
  let stop: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
