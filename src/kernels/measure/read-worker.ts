/** One thread of the memory-read ceiling: reads its part of a shared memory in rounds that start together. */
import { parentPort, workerData } from "node:worker_threads";
import type { ReadWorkerData } from "./read-ceiling.ts";

const { module, memory, first, byteLength, rounds, threads, arrivals } = workerData as ReadWorkerData;
const { readAll } = new WebAssembly.Instance(module, { env: { memory } }).exports as {
  readAll(out: number, address: number, bytes: number): void;
};

const now = (): number => performance.timeOrigin + performance.now();

function awaitOthers(round: number): void {
  const wanted = (round + 1) * threads;
  if (Atomics.add(arrivals, 0, 1) + 1 === wanted) Atomics.notify(arrivals, 0);
  for (let seen = Atomics.load(arrivals, 0); seen < wanted; seen = Atomics.load(arrivals, 0)) {
    Atomics.wait(arrivals, 0, seen);
  }
}

const spans: [number, number][] = [];
for (let round = 0; round < rounds; round++) {
  awaitOthers(round);
  const start = now();
  readAll(first - 64, first, byteLength);
  spans.push([start, now()]);
}
parentPort!.postMessage(spans);
