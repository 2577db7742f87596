import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import asc from "assemblyscript/asc";
import type { MemoryWorkerData } from "./memory-worker.ts";
import { median } from "./statistics.ts";

/** Each thread reads this much, several times what the last cache of a large server holds for it. */
const BYTES = 384 * 2 ** 20;
const PASSES = 7;

/** Bytes a second that `threads` threads read from memory together, with 128-bit loads in WebAssembly. */
export async function measureMemoryRead(threads: number): Promise<number> {
  const module = await WebAssembly.compile(await compileReader());
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const workerData: MemoryWorkerData = { module, bytes: BYTES, passes: PASSES, threads, gate };
  const times = await Promise.all(Array.from({ length: threads }, () => runWorker(workerData)));
  return times.reduce((sum, passes) => sum + BYTES / (median(passes) / 1000), 0);
}

function runWorker(workerData: MemoryWorkerData): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./memory-worker.ts", import.meta.url), { workerData });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

async function compileReader(): Promise<Uint8Array<ArrayBuffer>> {
  let binary: Uint8Array<ArrayBuffer> | null = null;
  const source = fileURLToPath(new URL("./memory-read.as.ts", import.meta.url));
  // The memory is shared only because TypeScript's types know no other imported one; each thread has its own.
  const memory = ["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"];
  const flags = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd,threads", ...memory];
  const { error, stderr } = await asc.main([source, "--outFile", "memory-read.wasm", ...flags], {
    writeFile: (name, contents) => {
      if (name.endsWith(".wasm")) binary = new Uint8Array(contents as Uint8Array);
    },
  });
  if (error !== null || binary === null) throw new Error(`the memory reader does not compile: ${stderr.toString()}`);
  return binary;
}
