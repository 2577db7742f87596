import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { canCompileWide, compileOptimised, readKernels } from "../wasm/module.ts";

/** Enough that no cache holds it. */
const MOST_BYTES_A_THREAD = 128 * 2 ** 20;
/** Of all threads: they share one memory. */
const MOST_BYTES = 3 * 2 ** 30;
const PAGE_BYTES = 65536;
const ROUNDS = 8;

const WORKER_URL = new URL(import.meta.url.endsWith(".ts") ? "./read-worker.ts" : "./read-worker.js", import.meta.url);

/** What a reading thread gets at birth; it posts [start, end] of each round, in milliseconds since 1970. */
export interface ReadWorkerData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Its part of the memory; 64 bytes before `first` are its own too. */
  readonly first: number;
  readonly byteLength: number;
  readonly rounds: number;
  readonly threads: number;
  /** One word: how often any thread has come to the start of a round. */
  readonly arrivals: Int32Array;
}

export interface ReadCeilingOptions {
  /** The best counts: on a busy machine one may find far less than there is. Default 1. */
  readonly tries?: number;
  /** Most bytes that are taken for it; where they are few, caches help and the ceiling seems higher. Default: 3 GiB. */
  readonly mostBytes?: number;
}

/**
 * Bytes a second that `threads` threads together read from memory: the best of some rounds that all start together. A page of
 * the memory a thread stays unread.
 */
export async function measureReadCeiling(threads: number, options: ReadCeilingOptions = {}): Promise<number> {
  const { tries = 1, mostBytes = MOST_BYTES } = options;
  const module = compileOptimised(
    await readKernels(new URL("../wasm/measure.wasm", import.meta.url)),
    canCompileWide(),
  );
  const bytesAThread = Math.min(MOST_BYTES_A_THREAD, Math.min(mostBytes, MOST_BYTES) / threads);
  const pagesAThread = Math.max(2, Math.floor(bytesAThread / PAGE_BYTES));
  // One for all tries: WebAssembly memories are given back late.
  const memory = new WebAssembly.Memory({ initial: pagesAThread * threads, maximum: 65536, shared: true });
  // Untouched pages are all the same page of zeros and would come from the cache.
  new Uint8Array(memory.buffer).fill(1);
  let best = 0;
  for (let attempt = 0; attempt < tries; attempt++) {
    best = Math.max(best, await readOnce({ module, memory, threads, pagesAThread }));
  }
  return best;
}

interface ReadSetup {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly threads: number;
  readonly pagesAThread: number;
}

async function readOnce({ module, memory, threads, pagesAThread }: ReadSetup): Promise<number> {
  const arrivals = new Int32Array(new SharedArrayBuffer(4));
  const byteLength = (pagesAThread - 1) * PAGE_BYTES;
  const runs = Array.from({ length: threads }, async (_, thread) => {
    const first = (thread * pagesAThread + 1) * PAGE_BYTES;
    const data: ReadWorkerData = { module, memory, first, byteLength, rounds: ROUNDS, threads, arrivals };
    const [spans] = await once(new Worker(WORKER_URL, { workerData: data, execArgv: [] }), "message");
    return spans as readonly (readonly [number, number])[];
  });
  const spans = await Promise.all(runs);
  const milliseconds = Array.from({ length: ROUNDS }, (_, round) => {
    const starts = spans.map((rounds) => rounds[round]![0]);
    const ends = spans.map((rounds) => rounds[round]![1]);
    return Math.max(...ends) - Math.min(...starts);
  });
  return (byteLength * threads) / (Math.min(...milliseconds) / 1000);
}
