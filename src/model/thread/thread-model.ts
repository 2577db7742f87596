import { Worker } from "node:worker_threads";
import { HermesError } from "../../errors.ts";
import type { LanguageModel, SequenceStep } from "../contract.ts";
import type { WeightProgress } from "../weights.ts";
import {
  type ModelFacts,
  type ModelReply,
  type ModelRequest,
  type ModelThreadData,
  type ThreadModelOptions,
  unpackError,
} from "./protocol.ts";

type Result = Float32Array | Uint8Array | null;

/** What may accompany loading. */
export interface LoadWatch {
  readonly onProgress?: WeightProgress;
  /** Gives up a model that is still loading, and ends one that is loaded. */
  readonly signal?: AbortSignal;
}

/** Settles one request. */
interface Waiter {
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * A model that computes in a thread of its own, so that the calling one stays free to serve. Requests are answered in order.
 * While one is under way the process stays alive for it; an idle model keeps no process alive.
 */
export class ThreadModel implements LanguageModel {
  readonly config: LanguageModel["config"];
  readonly contextLength: number;
  readonly maxStepTokens: number;
  readonly cache: LanguageModel["cache"];
  readonly fingerprint: string;
  readonly weightBytes: number;
  readonly bytesPerToken: number;
  readonly warnings: readonly string[];
  readonly #thread: ModelThread;
  #disposed: Promise<void> | null = null;

  private constructor(thread: ModelThread, facts: ModelFacts) {
    this.#thread = thread;
    this.config = facts.config;
    this.contextLength = facts.contextLength;
    this.maxStepTokens = facts.maxStepTokens;
    this.cache = facts.cache;
    this.fingerprint = facts.fingerprint;
    this.weightBytes = facts.weightBytes;
    this.bytesPerToken = facts.bytesPerToken;
    this.warnings = facts.warnings;
  }

  /** Throws as `loadModel`, and HermesError "compute-failed" when the thread dies or `watch.signal` gives it up. */
  static async load(folder: string, options: ThreadModelOptions = {}, watch: LoadWatch = {}): Promise<ThreadModel> {
    const thread = new ModelThread({ ...options, folder }, watch.onProgress ?? (() => {}));
    watch.signal?.addEventListener("abort", () => void thread.kill());
    try {
      return new ThreadModel(thread, await thread.loaded);
    } catch (error) {
      await thread.kill();
      throw error;
    }
  }

  /** The logits are in memory that the next step writes to: they count until it is asked for. */
  async step(sequences: readonly SequenceStep[]): Promise<Float32Array> {
    return (await this.#request({ type: "step", sequences })) as Float32Array;
  }

  async readBlock(block: number): Promise<Uint8Array> {
    return (await this.#request({ type: "read-block", block })) as Uint8Array;
  }

  async writeBlock(block: number, bytes: Uint8Array): Promise<void> {
    await this.#request({ type: "write-block", block, bytes });
  }

  dispose(): Promise<void> {
    this.#disposed ??= this.#thread.end();
    return this.#disposed;
  }

  #request(request: ModelRequest): Promise<Result> {
    if (this.#disposed === null) return this.#thread.request(request);
    throw new HermesError("disposed", "This model was disposed; load it again.", { what: "model" });
  }
}

/** The other side of model-worker.ts. */
class ModelThread {
  readonly loaded: Promise<ModelFacts>;
  readonly #worker: Worker;
  readonly #waiting: Waiter[] = [];
  readonly #onProgress: WeightProgress;
  /** Memory of the thread; see model-worker.ts. */
  #logits = new SharedArrayBuffer(0);
  #settleLoad: { resolve(facts: ModelFacts): void; reject(error: unknown): void } | null = null;
  #death: HermesError | null = null;

  constructor(workerData: ModelThreadData, onProgress: WeightProgress) {
    this.#onProgress = onProgress;
    const file = import.meta.url.endsWith(".ts") ? "./model-worker.ts" : "./model-worker.js";
    // The caller's own flags, such as --input-type, can be wrong for a worker's file.
    this.#worker = new Worker(new URL(file, import.meta.url), { workerData, execArgv: [] });
    this.loaded = new Promise((resolve, reject) => {
      this.#settleLoad = { resolve, reject };
    });
    this.#worker.on("message", (reply: ModelReply) => this.#receive(reply));
    this.#worker.on("error", (cause) => this.#die("crashed", cause));
    this.#worker.on("exit", (code) => this.#die(`ended with code ${code}`));
  }

  request(request: ModelRequest): Promise<Result> {
    if (this.#death !== null) return Promise.reject(this.#death);
    this.#worker.ref();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(request);
    });
  }

  /** Lets the thread free what it holds, then ends it; a dead one is harmless. */
  async end(): Promise<void> {
    await this.request({ type: "dispose" }).catch(() => {});
    await this.kill();
  }

  async kill(): Promise<void> {
    await this.#worker.terminate();
  }

  #receive(reply: ModelReply): void {
    if (reply.type === "progress") this.#onProgress(reply.loadedBytes, reply.totalBytes);
    else if (reply.type === "loaded") this.#settleLoad?.resolve(reply.facts);
    else if (reply.type === "done") this.#waiting.shift()?.resolve(reply.result);
    else if (reply.type === "logits") this.#waiting.shift()?.resolve(this.#readLogits(reply));
    else if (this.#waiting.length > 0) this.#waiting.shift()!.reject(unpackError(reply.error));
    else this.#settleLoad?.reject(unpackError(reply.error));
    if (reply.type !== "progress" && this.#waiting.length === 0) this.#worker.unref();
  }

  #readLogits({ length, memory = this.#logits }: Extract<ModelReply, { type: "logits" }>): Float32Array {
    this.#logits = memory;
    return new Float32Array(memory, 0, length);
  }

  #die(how: string, cause?: unknown): void {
    this.#death ??= new HermesError(
      "compute-failed",
      `The thread of the model ${how}; answers under way are lost. Load the model again.`,
      { what: "model thread" },
      cause === undefined ? undefined : { cause },
    );
    this.#settleLoad?.reject(this.#death);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#death);
  }
}
