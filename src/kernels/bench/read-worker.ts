/** One thread of the memory-read ceiling: reads its part of a shared memory again and again, posts bytes a second. */
import { parentPort, workerData } from "node:worker_threads";

const { module, memory, first, byteLength, rounds } = workerData as {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  first: number;
  byteLength: number;
  rounds: number;
};
const { readAll } = new WebAssembly.Instance(module, { env: { memory } }).exports as {
  readAll(address: number, bytes: number): number;
};
readAll(first, byteLength);
const start = performance.now();
for (let round = 0; round < rounds; round++) readAll(first, byteLength);
parentPort!.postMessage((byteLength * rounds) / ((performance.now() - start) / 1000));
