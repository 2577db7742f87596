import { availableParallelism } from "node:os";

/** Beyond this, memory bandwidth is shared out, not gained. */
export const MOST_DEFAULT_THREADS = 8;

/** Threads that compute where nobody chose: the machine's, at most 8. */
export function defaultThreads(): number {
  return Math.min(availableParallelism(), MOST_DEFAULT_THREADS);
}
