/** Bytes of shared memory a barrier needs. */
export const BARRIER_BYTES = 8;

const ARRIVALS = 0;
const GENERATION = 1;

/** Blocks until `threads` threads have called it with the same cells. */
export function waitAtBarrier(cells: Int32Array, threads: number): void {
  const generation = Atomics.load(cells, GENERATION);
  if (Atomics.add(cells, ARRIVALS, 1) === threads - 1) {
    Atomics.store(cells, ARRIVALS, 0);
    Atomics.add(cells, GENERATION, 1);
    Atomics.notify(cells, GENERATION);
    return;
  }
  while (Atomics.load(cells, GENERATION) === generation) Atomics.wait(cells, GENERATION, generation);
}
