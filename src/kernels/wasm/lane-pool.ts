import { Worker } from "node:worker_threads";
import { HermesError } from "../../errors.ts";
import { ADOPT, CALLER_WAITS, DONE, FAILED_LANE, KIND, LANES, PARKED, SEQUENCE, STOP, WORDS } from "./command.ts";
import { Lane, type LaneMemory } from "./lane.ts";
import { createSigns, findDeadLane, haveAllSigned } from "./signs-of-life.ts";

/** What a worker gets at birth. */
export interface LaneWorkerData {
  readonly lane: number;
  readonly module: WebAssembly.Module;
  readonly words: Int32Array;
  /** See signs-of-life.ts. */
  readonly signs: Int32Array;
  /** The memories adopted so far; later ones come by message. */
  readonly memories: readonly WebAssembly.Memory[];
}

/** Looks at DONE before waiting in the kernel, about 90 microseconds: a wake from there costs 50. */
const SPINS = 10_000;
/** How often a long wait looks whether all workers still live. */
const WAIT_SLICE_MS = 200;
/** No step of one op takes this long; a lane that is silent for it hangs. */
const WAIT_LIMIT_MS = 120_000;

const WORKER_FILE = new URL(import.meta.url.endsWith(".ts") ? "./lane-worker.ts" : "./lane-worker.js", import.meta.url);

/**
 * The calling thread (lane 0) and its workers. A dispatch writes a command, raises SEQUENCE, wakes parked workers, does lane
 * 0's share and waits until DONE counts every worker. Only one thread may call. Workers cost about 16 MB each and start
 * with the first shared command, so that a model too small for them never pays.
 */
export class LanePool {
  readonly lanes: number;
  readonly words = new Int32Array(new SharedArrayBuffer(WORDS * 4));
  /** The same words, for what is no whole number. */
  readonly floats = new Float32Array(this.words.buffer);
  readonly #module: WebAssembly.Module;
  readonly #own: Lane;
  readonly #memories: WebAssembly.Memory[] = [];
  readonly #workers: Worker[] = [];
  readonly #signs: Int32Array;
  /** All workers have been seen standing. */
  #stand = false;
  #failure: HermesError | undefined;

  constructor(lanes: number, module: WebAssembly.Module) {
    this.lanes = lanes;
    this.#signs = createSigns(lanes);
    this.#module = module;
    this.#own = new Lane(0, module);
  }

  /** Gives every lane a memory; home must be the first. */
  adopt(memory: WebAssembly.Memory): LaneMemory {
    this.#memories.push(memory);
    if (this.#workers.length > 0) {
      for (const worker of this.#workers) worker.postMessage(memory);
      this.words[KIND] = ADOPT;
      this.runShared();
    }
    return this.#own.adopt(memory);
  }

  /**
   * How many lanes can share a command now. The first call starts the workers and says 1 until they stand: a short prompt is done
   * before they are.
   */
  recruit(): number {
    if (this.lanes === 1 || this.#stand) return this.lanes;
    this.#throwFailure();
    this.#checkFailure();
    if (this.#workers.length === 0) this.#startWorkers();
    this.#stand = haveAllSigned(this.#signs);
    return this.#stand ? this.lanes : 1;
  }

  /** Runs the command in `words` on this thread alone. */
  runAlone(): void {
    this.words[LANES] = 1;
    this.#own.run(this.words);
  }

  /** Runs the command in `words` on all lanes and returns when all are done. */
  runShared(): void {
    this.#throwFailure();
    const { words } = this;
    words[LANES] = this.lanes;
    if (this.lanes === 1) {
      this.#own.run(words);
      return;
    }
    if (this.#workers.length === 0) this.#startWorkers();
    Atomics.store(words, DONE, 0);
    Atomics.add(words, SEQUENCE, 1);
    if (Atomics.load(words, PARKED) > 0) Atomics.notify(words, SEQUENCE);
    try {
      this.#own.run(words);
    } catch (cause) {
      // The workers may still be at this command, so no other may be written.
      throw this.#fail("The calling thread failed at its share", cause);
    }
    this.#awaitWorkers();
  }

  /** Ends the workers. Harmless when repeated. */
  async dispose(): Promise<void> {
    const workers = this.#workers.splice(0);
    this.words[KIND] = STOP;
    Atomics.add(this.words, SEQUENCE, 1);
    Atomics.notify(this.words, SEQUENCE);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #awaitWorkers(): void {
    const { words } = this;
    const wanted = this.#workers.length;
    for (let spin = 0; spin < SPINS; spin++) {
      if (Atomics.load(words, DONE) !== wanted) continue;
      this.#checkFailure();
      return;
    }
    Atomics.store(words, CALLER_WAITS, 1);
    const start = performance.now();
    for (let done = Atomics.load(words, DONE); done !== wanted; done = Atomics.load(words, DONE)) {
      const outcome = Atomics.wait(words, DONE, done, WAIT_SLICE_MS);
      this.#checkFailure();
      if (outcome === "timed-out") this.#checkSigns(wanted);
      if (performance.now() - start > WAIT_LIMIT_MS) throw this.#fail("A compute thread stopped answering");
    }
    Atomics.store(words, CALLER_WAITS, 0);
    this.#checkFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #checkFailure(): void {
    const lane = Atomics.load(this.words, FAILED_LANE);
    if (lane !== 0) throw this.#fail(`Compute thread ${lane} failed`);
  }

  #checkSigns(wanted: number): void {
    const dead = findDeadLane(this.#signs, WORKER_FILE);
    if (dead === undefined || Atomics.load(this.words, DONE) === wanted) return;
    throw this.#fail(`Compute thread ${dead} ended at its work`);
  }

  /** Remembers the failure: results since then cannot be trusted, so every later dispatch throws it too. */
  #fail(what: string, cause?: unknown): HermesError {
    this.#failure ??= new HermesError(
      "compute-failed",
      `${what}; every step of this backend would be wrong from here on. Dispose it and create a new one.`,
      { what },
      cause === undefined ? undefined : { cause },
    );
    return this.#failure;
  }

  /** The workers read the command in `words` as soon as they stand, also while this thread waits for them. */
  #startWorkers(): void {
    const { words } = this;
    for (let lane = 1; lane < this.lanes; lane++) {
      const memories = this.#memories;
      const workerData: LaneWorkerData = { lane, module: this.#module, words, signs: this.#signs, memories };
      const worker = this.#startWorker(workerData);
      worker.on("error", (cause) => this.#fail(`Compute thread ${lane} crashed`, cause));
      worker.on("exit", (code) => {
        if (this.#workers.includes(worker)) this.#fail(`Compute thread ${lane} ended with code ${code}`);
      });
      worker.unref();
      this.#workers.push(worker);
    }
  }

  #startWorker(workerData: LaneWorkerData): Worker {
    try {
      // The caller's own flags, such as --input-type, can be wrong for a worker's file.
      return new Worker(WORKER_FILE, { workerData, execArgv: [] });
    } catch (cause) {
      throw this.#fail(`Compute thread ${workerData.lane} could not be started`, cause);
    }
  }
}
