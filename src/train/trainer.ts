import { Worker } from "node:worker_threads";
import { HermesError } from "../errors.ts";
import { compileTrainingKernels } from "../kernels/training/index.ts";
import { BARRIER_BYTES } from "./barrier.ts";
import { createReplica } from "./create-replica.ts";
import { type TrainedModelConfig, validateModelConfig } from "./model-config.ts";
import { defaultOptimizer, type OptimizerSettings } from "./optimizer.ts";
import type { ParameterTable } from "./parameters.ts";
import type { Replica } from "./replica.ts";
import type { SampleLoss } from "./replica-steps.ts";
import { type PackedRow, trainedTokens, validateRow } from "./row.ts";
import type { WorkerReply, WorkerRequest, WorkerStart } from "./worker-protocol.ts";

/** wasm32's limit: 65,536 pages of 64 kB are 4 GiB. */
const MAXIMUM_PAGES = 65_536;
/** Sources run as .ts, the built package as .js. */
const WORKER_URL = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);

export interface TrainerOptions {
  readonly config: TrainedModelConfig;
  readonly threads: number;
  /** Largest row in tokens. */
  readonly rowLength: number;
  readonly optimizer?: OptimizerSettings;
  /** Ask V8 for 256-bit code; default true. */
  readonly wide?: boolean;
}

export interface StepResult {
  /** Mean over the batch's trained tokens, in nats. */
  readonly loss: number;
  readonly gradientNorm: number;
  readonly trainedTokens: number;
}

/** The arrays that make up a training state, live views of one replica; all replicas hold the same bits. [parameters.count] */
export interface TrainingState {
  readonly weights: Float32Array;
  readonly means: Float32Array;
  readonly variances: Float32Array;
}

/** Data-parallel training on worker threads: one replica of everything a thread, in memories of their own. */
export class Trainer {
  readonly config: TrainedModelConfig;
  readonly wide: boolean;
  readonly #optimizer: OptimizerSettings;
  readonly #rowLength: number;
  readonly #workers: readonly Worker[];
  readonly #memories: readonly WebAssembly.Memory[];
  /** The layout that all replicas share. */
  readonly #layout: Pick<Replica, "parameters" | "workspace">;

  private constructor(
    options: TrainerOptions,
    parts: Pick<Trainer, "wide"> & {
      readonly workers: readonly Worker[];
      readonly memories: readonly WebAssembly.Memory[];
      readonly layout: Pick<Replica, "parameters" | "workspace">;
    },
  ) {
    this.config = options.config;
    this.#optimizer = options.optimizer ?? defaultOptimizer;
    this.#rowLength = options.rowLength;
    this.wide = parts.wide;
    this.#workers = parts.workers;
    this.#memories = parts.memories;
    this.#layout = parts.layout;
  }

  /** Compiles the kernels, checks them, lays out the replicas and starts the threads. Weights are zero: see `restore`. */
  static async create(options: TrainerOptions): Promise<Trainer> {
    validateModelConfig(options.config);
    const { config, rowLength } = options;
    const { module, wide } = await compileTrainingKernels(options.wide ?? true);
    const memories = Array.from({ length: options.threads }, () => {
      return new WebAssembly.Memory({ initial: 1, maximum: MAXIMUM_PAGES, shared: true });
    });
    const [layout] = memories.map((memory) => createReplica(module, memory, config, rowLength));
    if (layout === undefined) {
      throw new HermesError("training-invalid", "Training needs at least one thread.", { what: "threads" });
    }
    const barrier = new SharedArrayBuffer(BARRIER_BYTES);
    const workers = memories.map((_, index) => {
      const workerData: WorkerStart = { module, config, rowLength, index, memories, barrier };
      // Flags of the main program (such as --input-type) are not meant for the threads.
      return new Worker(WORKER_URL, { workerData, execArgv: [] });
    });
    await Promise.all(workers.map((worker) => nextReply(worker)));
    return new Trainer(options, { wide, workers, memories, layout });
  }

  get parameters(): ParameterTable {
    return this.#layout.parameters;
  }

  /** Bytes of one replica, of which there is one a thread. */
  get replicaBytes(): number {
    return this.#layout.workspace.byteLength;
  }

  /** The state of replica `index`; read it only between steps. */
  state(index = 0): TrainingState {
    const { workspace, parameters } = this.#layout;
    const { buffer } = this.#memories[index]!;
    return {
      weights: new Float32Array(buffer, workspace.weights, parameters.count),
      means: new Float32Array(buffer, workspace.means, parameters.count),
      variances: new Float32Array(buffer, workspace.variances, parameters.count),
    };
  }

  /** Copies a state into every replica; moments that are absent become zero. */
  restore(state: Pick<TrainingState, "weights"> & Partial<TrainingState>): void {
    for (let index = 0; index < this.#memories.length; index++) {
      const own = this.state(index);
      own.weights.set(state.weights);
      state.means ? own.means.set(state.means) : own.means.fill(0);
      state.variances ? own.variances.set(state.variances) : own.variances.fill(0);
    }
  }

  /** One update from the rows of the whole batch, dealt to the threads in turn. `step` counts updates made before. */
  async step(rows: readonly PackedRow[], step: number, rate: number): Promise<StepResult> {
    const trained = rows.reduce((sum, row) => sum + trainedTokens(row), 0);
    if (trained === 0) {
      throw new HermesError("training-invalid", "A batch without any trained token cannot be learnt from.", {
        what: "batch",
      });
    }
    const replies = await this.#ask((own) => {
      return { type: "step", rows: own, optimizer: this.#optimizer, step, rate, trainedTokens: trained };
    }, rows);
    let [loss, gradientNorm] = [0, 0];
    for (const reply of replies) {
      if (reply.type !== "stepped") continue;
      loss += reply.loss;
      gradientNorm = reply.gradientNorm;
    }
    return { loss: loss / trained, gradientNorm, trainedTokens: trained };
  }

  /** Losses of every sample in `rows`; changes nothing. */
  async evaluate(rows: readonly PackedRow[]): Promise<SampleLoss[]> {
    const replies = await this.#ask((own) => ({ type: "evaluate", rows: own }), rows);
    return replies.flatMap((reply) => (reply.type === "evaluated" ? reply.samples : []));
  }

  /** Ends the threads. Harmless when repeated. */
  async dispose(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #ask(request: (own: PackedRow[]) => WorkerRequest, rows: readonly PackedRow[]): Promise<WorkerReply[]> {
    for (const row of rows) {
      validateRow(row, { rowLength: this.#rowLength, vocabularySize: this.config.vocabularySize });
    }
    return Promise.all(
      this.#workers.map((worker, index) => {
        const own = rows.filter((_, row) => row % this.#workers.length === index);
        const reply = nextReply(worker);
        worker.postMessage(request(own));
        return reply;
      }),
    );
  }
}

function nextReply(worker: Worker): Promise<WorkerReply> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      worker.off("message", onMessage);
      worker.off("error", onError);
      worker.off("exit", onExit);
      act();
    };
    const onMessage = (message: WorkerReply): void => settle(() => resolve(message));
    const onError = (error: Error): void => settle(() => reject(error));
    const onExit = (): void => settle(() => reject(threadEnded()));
    worker.on("message", onMessage);
    worker.on("error", onError);
    worker.on("exit", onExit);
  });
}

function threadEnded(): HermesError {
  const message = "A training thread ended before it answered. Resume from the last checkpoint.";
  return new HermesError("training-invalid", message, { what: "thread" });
}
