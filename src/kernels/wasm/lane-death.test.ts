import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DONE, FAILED_LANE, KIND, LINEAR, linearWord, WORDS } from "./command.ts";
import { LanePool } from "./lane-pool.ts";
import { compileKernels } from "./module.ts";
import { createSigns, findDeadLane, giveSign } from "./signs-of-life.ts";

/** Far below the limit of a wait, far above what a busy machine needs to end a thread. */
const SOON_MS = 10_000;

let workers: Worker[];
const collect = (worker: Worker): void => void workers.push(worker);
beforeEach(() => {
  workers = [];
  process.on("worker", collect);
});
afterEach(() => {
  process.off("worker", collect);
});

/** A pool whose workers have done a command. */
async function startedPool(lanes: number): Promise<LanePool> {
  const pool = new LanePool(lanes, await compileKernels(new URL("./inference.wasm", import.meta.url)));
  pool.adopt(new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true }));
  multiply(pool);
  await new Promise(setImmediate);
  return pool;
}

/** Sixteen float32 rows of four columns a lane, all zero. */
function multiply(pool: LanePool): void {
  pool.words.fill(0, KIND);
  const command = {
    rows: 16 * pool.lanes,
    rowBytes: 16,
    columns: 4,
    tokens: 1,
    outStride: 64,
    tileFrom: 9,
    storage: 0,
  };
  for (const [name, value] of Object.entries(command)) pool.words[linearWord[name as keyof typeof command]] = value;
  pool.words[linearWord.out] = 65536;
  pool.words[linearWord.x] = 131072;
  pool.words[linearWord.weights] = 196608;
  pool.words[linearWord.scales] = 262144;
  pool.words[linearWord.scratch] = 327680;
  pool.words[linearWord.scratchStride] = 65536;
  pool.words[KIND] = LINEAR;
  pool.runShared();
}

function expectFailure(pool: LanePool): void {
  const start = performance.now();
  expect(() => multiply(pool)).toThrow(expect.objectContaining({ code: "compute-failed" }));
  expect(performance.now() - start).toBeLessThan(SOON_MS);
}

describe("a compute thread that dies", () => {
  it.each([2, 3])("while idle, is told by the next command and all that follow (%i lanes)", async (lanes) => {
    const pool = await startedPool(lanes);
    expect(workers).toHaveLength(lanes - 1);
    await workers.at(-1)!.terminate();
    expectFailure(pool);
    expectFailure(pool);
    await pool.dispose();
  });

  it("while the calling thread waits for it, is told within moments", async () => {
    const pool = await startedPool(2);
    // Nothing of its end reaches this thread's event loop before the command.
    const ended = workers[0]!.terminate();
    expectFailure(pool);
    await ended;
    await pool.dispose();
    await pool.dispose();
  });

  it("is not waited for before it stands, nor when the next command comes", async () => {
    const pool = new LanePool(2, await compileKernels(new URL("./inference.wasm", import.meta.url)));
    pool.adopt(new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true }));
    expect(pool.recruit()).toBe(1);
    while (pool.recruit() === 1) await new Promise(setImmediate);
    multiply(pool);
    await workers[0]!.terminate();
    expectFailure(pool);
    await pool.dispose();
  });

  it("before it stands, ends the wait for it", async () => {
    const words = new Int32Array(new SharedArrayBuffer(WORDS * 4));
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
    const workerData = { lane: 2, module: "no module", words, signs: createSigns(3), memories: [memory] };
    const worker = new Worker(new URL("./lane-worker.ts", import.meta.url), { workerData, execArgv: [] });
    worker.on("error", () => {});
    expect(Atomics.wait(words, DONE, 0, SOON_MS)).toBe("ok");
    expect(words[FAILED_LANE]).toBe(2);
    await new Promise((resolve) => worker.once("exit", resolve));
  });
});

describe("signs of life", () => {
  const file = new URL(import.meta.url);

  it("end with the thread", async () => {
    const signs = createSigns(2);
    const code = `
      const { workerData, parentPort } = require("node:worker_threads");
      workerData[1] = require("node:fs").openSync(${JSON.stringify(file.pathname)}) + 1;
      parentPort.on("message", () => {});
      parentPort.postMessage("up");`;
    const worker = new Worker(code, { eval: true, workerData: signs });
    await once(worker, "message");
    expect(findDeadLane(signs, file)).toBeUndefined();
    await worker.terminate();
    expect(findDeadLane(signs, file)).toBe(1);
  });

  it("are not missed where none was given, and not mistaken for another file", () => {
    const signs = createSigns(3);
    expect(findDeadLane(signs, file)).toBeUndefined();
    giveSign(signs, 1, new URL("./no-such-file", import.meta.url));
    expect(findDeadLane(signs, file)).toBeUndefined();
    giveSign(signs, 2, file);
    expect(findDeadLane(signs, file)).toBeUndefined();
    expect(findDeadLane(signs, new URL("./lane-pool.ts", import.meta.url))).toBe(2);
  });
});
