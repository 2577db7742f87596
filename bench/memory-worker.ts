import { parentPort, workerData } from "node:worker_threads";

/** What a reading thread gets at birth. */
export interface MemoryWorkerData {
  readonly module: WebAssembly.Module;
  readonly bytes: number;
  readonly passes: number;
  readonly threads: number;
  /** [0] counts the threads that are ready. */
  readonly gate: Int32Array<SharedArrayBuffer>;
}

const PAGE_BYTES = 65536;

/** Reads a memory of its own `passes` times, once all threads are ready, and posts the milliseconds of each pass. */
function run({ module, bytes, passes, threads, gate }: MemoryWorkerData): number[] {
  const pages = bytes / PAGE_BYTES;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  // Written once, so that every page is real.
  new Uint8Array(memory.buffer).fill(1);
  const { readAll } = new WebAssembly.Instance(module, { env: { memory } }).exports as {
    readAll(start: number, bytes: number): number;
  };
  readAll(0, bytes);
  Atomics.add(gate, 0, 1);
  while (Atomics.load(gate, 0) < threads) Atomics.wait(gate, 0, Atomics.load(gate, 0), 1);
  return Array.from({ length: passes }, () => {
    const start = performance.now();
    readAll(0, bytes);
    return performance.now() - start;
  });
}

parentPort?.postMessage(run(workerData as MemoryWorkerData));
