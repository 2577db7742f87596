import {
  checkRequest,
  Drafter,
  type EngineEvent,
  type GenerateRequest,
  Sequence,
  toHermesError,
} from "../../engine/index.ts";
import { HermesError } from "../../errors.ts";
import type { TokenGenerator } from "../answer/answering-model.ts";
import { layOutLogits, wishForLogits } from "./logits-wish.ts";
import type { StepRunner } from "./process/engine-process.ts";
import { type SequenceSlot, SequenceSlots } from "./sequence-slots.ts";

/** The engine's own batch: a longer prompt is computed in pieces anyway, and between two of ours a cancelled one can leave. */
const MOST_STEP_TOKENS = 512;

export interface LlamaCppGeneratorParts {
  readonly runner: StepRunner;
  /** Starts another, the same, in place of a dead one. */
  readonly restart: () => Promise<StepRunner>;
  /** Longest prompt plus answer, in tokens. */
  readonly contextLength: number;
  readonly vocabularySize: number;
  /** Answers at a time; further ones wait. */
  readonly sequences: number;
}

/** Drives sequences of llama.cpp token by token: it computes logits, our samplers draw and our controllers rule. */
export class LlamaCppGenerator implements TokenGenerator {
  readonly contextLength: number;
  readonly #parts: LlamaCppGeneratorParts;
  readonly #slots: SequenceSlots;
  readonly #sequences = new Set<Sequence>();
  #runner: Promise<StepRunner>;
  #disposed = false;

  constructor(parts: LlamaCppGeneratorParts) {
    this.contextLength = parts.contextLength;
    this.#parts = parts;
    this.#slots = new SequenceSlots(parts.sequences);
    this.#runner = Promise.resolve(parts.runner);
  }

  /**
   * As `Engine.generate`, but the signal ends the answer at once: the step that runs is not waited for. A crash of the engine
   * fails what runs with "engine-crashed"; the next request starts it again.
   */
  generate(request: GenerateRequest): AsyncIterable<EngineEvent> {
    if (this.#disposed) throw disposed();
    const { vocabularySize } = this.#parts;
    const bounds = checkRequest(request, this.#parts);
    const sequence = new Sequence(request, bounds, new Drafter({ vocabularySize }));
    this.#sequences.add(sequence);
    void this.#run(sequence, request);
    return sequence.channel;
  }

  /** Cancels what runs and ends the process. Harmless when repeated. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const sequence of this.#sequences) sequence.finish("cancelled");
    const runner = await this.#runner.catch(() => null);
    await runner?.kill();
  }

  /** Never throws. */
  async #run(sequence: Sequence, request: GenerateRequest): Promise<void> {
    const salt = request.cacheSalt ?? null;
    const leave = () => sequence.finish("cancelled");
    request.signal?.addEventListener("abort", leave);
    const slot = await this.#slots.take(request.promptTokens, salt);
    try {
      const computed = isOpen(sequence) ? await this.#answer(sequence, request, slot) : null;
      if (computed !== null) slot.hold(sequence.tokens.slice(0, computed), salt);
      sequence.finish("cancelled");
    } catch (error) {
      slot.hold([], null);
      sequence.fail(toHermesError(error, "llama.cpp"));
    } finally {
      request.signal?.removeEventListener("abort", leave);
      this.#sequences.delete(sequence);
      this.#slots.give(slot);
    }
  }

  /** Computes and draws until the sequence has ended; gives how many of its tokens the slot holds then. */
  async #answer(sequence: Sequence, request: GenerateRequest, slot: SequenceSlot): Promise<number> {
    const runner = await this.#liveRunner();
    const row = new Float32Array(this.#parts.vocabularySize);
    let computed = slot.reusable(sequence.tokens, request.cacheSalt ?? null);
    sequence.table.computed = computed;
    sequence.admit();
    while (isOpen(sequence)) {
      const { tokens } = sequence;
      const piece = Uint32Array.from(tokens.slice(computed, computed + MOST_STEP_TOKENS));
      const isLast = computed + piece.length === tokens.length;
      const wish = isLast ? wishForLogits(request, tokens.slice(request.promptTokens.length)) : null;
      const logits = await runner.step({ sequence: slot.index, keep: computed, tokens: piece, logits: wish });
      computed += piece.length;
      if (isOpen(sequence)) sequence.tellProgress(computed);
      if (logits !== null && isOpen(sequence)) sequence.appendDrawn([], () => layOutLogits(logits, row));
    }
    return computed;
  }

  /** The runner, started again where it has died. Throws what starting fails with, or HermesError "disposed". */
  async #liveRunner(): Promise<StepRunner> {
    const last = this.#runner;
    const runner = await last.catch(() => null);
    if (this.#disposed) throw disposed();
    if (runner !== null && runner.death === null) return runner;
    if (this.#runner === last) {
      this.#slots.forget();
      this.#runner = this.#parts.restart();
    }
    return this.#runner;
  }
}

function isOpen({ status }: Sequence): boolean {
  return status !== "finished" && status !== "cancelled";
}

function disposed(): HermesError<"disposed"> {
  return new HermesError("disposed", "This model was disposed; load it again.", { what: "GGUF backend" });
}
