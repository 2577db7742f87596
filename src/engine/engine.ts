import { setImmediate } from "node:timers/promises";
import { HermesError } from "../errors.ts";
import type { LanguageModel } from "../model/index.ts";
import { BlockManager } from "./blocks/block-manager.ts";
import type { CacheAccess } from "./cache-file/cache-access.ts";
import { restoreCache } from "./cache-file/restore-cache.ts";
import { saveCache } from "./cache-file/save-cache.ts";
import { checkRequest } from "./check-request.ts";
import type { EngineEvent, EngineStats, GenerateRequest, SpeculationMode } from "./contract.ts";
import { isFatal, toHermesError } from "./failures.ts";
import { type EngineLimits, resolveLimits } from "./limits.ts";
import { Scheduler, type StepPart } from "./scheduler.ts";
import { Sequence } from "./sequence.ts";
import { Drafter } from "./speculation/drafter.ts";
import { GuessPolicy } from "./speculation/guess-policy.ts";
import { measuredStep, takeResults, toSequenceStep } from "./step.ts";

export interface EngineOptions extends Partial<EngineLimits> {
  /** Default "auto". */
  readonly speculation?: SpeculationMode;
}

/**
 * Runs many sequences on a model, step by step; they join and leave between steps. Work goes on whether or not the caller
 * reads. The event loop gets a turn between steps. The model is its owner's.
 */
export class Engine {
  /** Longest prompt plus answer, in tokens. */
  readonly contextLength: number;
  readonly #model: LanguageModel;
  readonly #blocks: BlockManager;
  readonly #scheduler: Scheduler;
  readonly #guessing: GuessPolicy;
  #steps = 0;
  #computedTokens = 0;
  /** What is to be done while no step runs. */
  readonly #jobs: (() => Promise<void>)[] = [];
  /** Runs while there is something to do. */
  #loop: Promise<void> | null = null;
  /** Why nothing can be asked of this engine any more. */
  #closed: HermesError | null = null;

  /** Throws HermesError "usage" for a limit out of range. */
  constructor(model: LanguageModel, options: EngineOptions = {}) {
    const { blocks, blockTokens } = model.cache;
    this.contextLength = Math.min(model.contextLength, blocks * blockTokens);
    this.#model = model;
    this.#blocks = new BlockManager(blocks, blockTokens);
    this.#guessing = new GuessPolicy(options.speculation ?? "auto");
    this.#scheduler = new Scheduler(this.#blocks, {
      limits: resolveLimits(options, model.maxStepTokens),
      maxStepTokens: model.maxStepTokens,
      fairChance: (streams) => this.#guessing.fairChance(streams),
    });
  }

  /**
   * Starts a sequence; the result gives its events and ends with "finish", or throws what went wrong. Leaving the iteration
   * early cancels the sequence; so does the signal, within one step. Events wait for a slow reader; there are never more of
   * them than maxTokens and two, and one a step of the prompt where its progress is asked for.
   * Throws HermesError "context-exceeded", "usage", "disposed" or, when the model is lost, "compute-failed" at once.
   */
  generate(request: GenerateRequest): AsyncIterable<EngineEvent> {
    this.#checkOpen();
    const { vocabularySize } = this.#model.config;
    const bounds = checkRequest(request, { contextLength: this.contextLength, vocabularySize });
    const sequence = new Sequence(request, bounds, new Drafter({ vocabularySize }));
    this.#scheduler.add(sequence);
    this.#loop ??= this.#run();
    return sequence.channel;
  }

  stats(): EngineStats {
    const { free, cached, used } = this.#blocks.pool;
    const blocks = { blocksFree: free, blocksCached: cached, blocksUsed: used };
    return { ...this.#scheduler.counts, ...blocks, steps: this.#steps, computedTokens: this.#computedTokens };
  }

  /**
   * Writes what is known of prompts and answers to a file, readable by its owner alone, and gives the number of tokens; salted
   * requests are left out. Answers go on meanwhile.
   * Throws HermesError "cache-write-failed", "disposed" or "compute-failed".
   */
  async saveCache(path: string): Promise<number> {
    this.#checkOpen();
    return saveCache(this.#cacheAccess(), path);
  }

  /**
   * Reads back what `saveCache` wrote, as far as there are free blocks, and gives the number of tokens. Answers wait meanwhile.
   * Throws HermesError "file-missing", "cache-invalid" (damaged, or of another model), "disposed" or "compute-failed".
   */
  async restoreCache(path: string): Promise<number> {
    this.#checkOpen();
    return restoreCache(this.#cacheAccess(), path);
  }

  /** Cancels all sequences and waits for the step that runs. Harmless when repeated. */
  async dispose(): Promise<void> {
    this.#closed ??= new HermesError("disposed", "This engine was disposed; load the model again.", { what: "engine" });
    for (const sequence of this.#scheduler.sequences) sequence.cancel();
    await this.#loop;
  }

  #checkOpen(): void {
    if (this.#closed !== null) throw this.#closed;
  }

  async #run(): Promise<void> {
    while (!this.#scheduler.idle || this.#jobs.length > 0) {
      await setImmediate();
      await this.#jobs.shift()?.();
      await this.#turn();
    }
    this.#loop = null;
  }

  async #turn(): Promise<void> {
    try {
      const parts = this.#scheduler.plan();
      if (parts.length > 0) await this.#step(parts);
    } catch (error) {
      this.#close(toHermesError(error, "scheduler"));
    }
  }

  #cacheAccess(): CacheAccess {
    return {
      model: this.#model,
      blocks: this.#blocks,
      betweenSteps: (action) =>
        new Promise((resolve, reject) => {
          this.#checkOpen();
          this.#jobs.push(() => action().then(resolve, reject));
          this.#loop ??= this.#run();
        }),
    };
  }

  async #step(parts: readonly StepPart[]): Promise<void> {
    const steps = parts.map(toSequenceStep);
    try {
      const begin = performance.now();
      const logits = await this.#model.step(steps);
      const measured = measuredStep(parts, performance.now() - begin);
      if (measured !== null) this.#guessing.learn(measured);
      this.#steps++;
      this.#computedTokens += steps.reduce((sum, { tokens }) => sum + tokens.length, 0);
      takeResults(this.#blocks, parts, steps, logits, this.#model.config.vocabularySize);
    } catch (error) {
      const failure = toHermesError(error, "model");
      for (const { sequence } of parts) sequence.fail(failure);
      if (isFatal(failure)) this.#close(failure);
    }
    this.#scheduler.retire();
  }

  /** Ends all sequences with `error`; so will every later request. */
  #close(error: HermesError): void {
    this.#closed = error;
    for (const sequence of this.#scheduler.sequences) sequence.fail(error);
    this.#scheduler.retire();
  }
}
