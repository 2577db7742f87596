import { type ChildProcess, fork } from "node:child_process";
import { HermesError } from "../../../errors.ts";
import type { EngineFacts, EngineReply, EngineSettings, EngineStep, StepLogits, StepRequest } from "./protocol.ts";

/** As much of the end of what the process has complained about as an error quotes. */
const QUOTED_LENGTH = 400;

/** Settles one step. */
interface Waiter {
  resolve(logits: StepLogits | null): void;
  reject(error: HermesError): void;
}

/** What computes the steps of sequences: the process below, or a stand-in. */
export interface StepRunner {
  readonly facts: EngineFacts;
  /** Why it will never compute again; null while it can. */
  readonly death: HermesError | null;
  step(step: EngineStep): Promise<StepLogits | null>;
  /** Ends it at once and waits until it has; what waits fails. Harmless when repeated. */
  kill(): Promise<void>;
}

/**
 * The other side of engine-worker.ts. A crash of native code ends that process and nothing else. While a step is under way it
 * keeps the calling process alive; idle it does not, and it dies with it.
 */
export class EngineProcess implements StepRunner {
  readonly #child: ChildProcess;
  readonly #file: string;
  readonly #waiting = new Map<number, Waiter>();
  readonly #loading: { resolve(facts: EngineFacts): void; reject(error: HermesError): void };
  readonly #loaded: Promise<EngineFacts>;
  readonly #ended: Promise<void>;
  readonly #onProgress: (fraction: number) => void;
  #facts: EngineFacts | null = null;
  #death: HermesError | null = null;
  #complaint = "";
  #steps = 0;

  private constructor(settings: EngineSettings, onProgress: (fraction: number) => void) {
    this.#file = settings.file;
    this.#onProgress = onProgress;
    const { promise, resolve, reject } = Promise.withResolvers<EngineFacts>();
    this.#loaded = promise;
    this.#loading = { resolve, reject };
    const file = import.meta.url.endsWith(".ts") ? "./engine-worker.ts" : "./engine-worker.js";
    // The caller's own flags, such as --input-type, can be wrong for another file.
    this.#child = fork(new URL(file, import.meta.url), [], {
      serialization: "advanced",
      execArgv: ["--no-warnings"],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once("exit", resolve);
      this.#child.once("error", resolve);
    });
    this.#child.on("message", (reply: EngineReply) => this.#receive(reply));
    this.#child.on("error", (cause) => this.#die(`failed (${cause.message})`, null, null));
    this.#child.on("exit", (code, signal) => this.#die(`ended with ${signal ?? `code ${code}`}`, signal, code));
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#complaint = (this.#complaint + text).slice(-QUOTED_LENGTH);
    });
    this.#child.send(settings);
  }

  /** Throws what loading fails with, or HermesError "engine-crashed". */
  static async start(settings: EngineSettings, onProgress: (fraction: number) => void): Promise<EngineProcess> {
    const engine = new EngineProcess(settings, onProgress);
    try {
      engine.#facts = await engine.#loaded;
      return engine;
    } catch (error) {
      await engine.kill();
      throw error;
    } finally {
      engine.#holdCaller();
    }
  }

  get facts(): EngineFacts {
    return this.#facts!;
  }

  get death(): HermesError | null {
    return this.#death;
  }

  /** Of the operating system. */
  get processId(): number | undefined {
    return this.#child.pid;
  }

  /** Throws HermesError "generation-failed" or "engine-crashed". */
  step(step: EngineStep): Promise<StepLogits | null> {
    if (this.#death !== null) return Promise.reject(this.#death);
    const id = this.#steps++;
    const { promise, resolve, reject } = Promise.withResolvers<StepLogits | null>();
    this.#waiting.set(id, { resolve, reject });
    this.#holdCaller();
    this.#child.send({ id, step } satisfies StepRequest);
    return promise;
  }

  async kill(): Promise<void> {
    this.#child.ref();
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  #receive(reply: EngineReply): void {
    if (reply.type === "progress") this.#onProgress(reply.fraction);
    else if (reply.type === "loaded") this.#loading.resolve(reply.facts);
    else if (reply.type === "done") this.#take(reply.id)?.resolve(reply.logits);
    else {
      const error = new HermesError(reply.error.code, reply.error.message, reply.error.facts);
      if (reply.id === null) this.#loading.reject(error);
      else this.#take(reply.id)?.reject(error);
    }
    if (reply.type !== "progress") this.#holdCaller();
  }

  #take(id: number): Waiter | undefined {
    const waiter = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiter;
  }

  #die(how: string, signal: string | null, exitCode: number | null): void {
    if (this.#death !== null) return;
    const complaint = this.#complaint.trim();
    const quoted = complaint === "" ? "" : ` Its last words: ${JSON.stringify(complaint)}.`;
    const advice =
      this.#facts === null
        ? `It was loading ${this.#file}: that may be damaged, or memory may be short.`
        : "The answers under way are lost; ask again, and it is started again.";
    const message = `The process of the GGUF engine ${how}.${quoted} ${advice}`;
    this.#death = new HermesError("engine-crashed", message, { what: "the GGUF engine", signal, exitCode });
    this.#loading.reject(this.#death);
    for (const { reject } of this.#waiting.values()) reject(this.#death);
    this.#waiting.clear();
  }

  /** While something is awaited, the child counts among what keeps the calling process alive. */
  #holdCaller(): void {
    const method = this.#waiting.size > 0 ? "ref" : "unref";
    this.#child[method]();
    this.#child.channel?.[method]();
    const stderr = this.#child.stderr as { ref?(): void; unref?(): void } | null;
    stderr?.[method]?.();
  }
}
