import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { compileKernels } from "../wasm/module.ts";

/** Enough that no cache holds it; less where many threads share the one memory. */
const MOST_BYTES_A_THREAD = 192 * 2 ** 20;
const MOST_BYTES = 3 * 2 ** 30;
const PAGE_BYTES = 65536;
const ROUNDS = 8;

const WORKER_URL = new URL(import.meta.url.endsWith(".ts") ? "./read-worker.ts" : "./read-worker.js", import.meta.url);

/** Bytes a second that `threads` threads together read from memory with plain 16-byte loads. */
export async function measureReadCeiling(threads: number): Promise<number> {
  const module = await compileKernels(new URL("../wasm/bench.wasm", import.meta.url));
  const pagesAThread = Math.floor(Math.min(MOST_BYTES_A_THREAD, MOST_BYTES / threads) / PAGE_BYTES);
  const byteLength = pagesAThread * PAGE_BYTES;
  const pages = pagesAThread * threads;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: 65536, shared: true });
  // Untouched pages are all the same page of zeros and would come from the cache.
  new Uint8Array(memory.buffer).fill(1);
  const speeds = Array.from({ length: threads }, async (_, thread) => {
    const workerData = { module, memory, first: thread * byteLength, byteLength, rounds: ROUNDS };
    const worker = new Worker(WORKER_URL, { workerData, execArgv: [] });
    const [speed] = (await once(worker, "message")) as [number];
    return speed;
  });
  return (await Promise.all(speeds)).reduce((sum, speed) => sum + speed, 0);
}
