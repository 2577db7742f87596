import { setImmediate } from "node:timers/promises";
import { HermesError } from "../errors.ts";
import type { LanguageModel } from "../model/index.ts";
import type { EngineEvent, GenerateRequest } from "./contract.ts";
import { PrefixMemory } from "./prefix-memory.ts";
import { Sequence } from "./sequence.ts";

/**
 * Runs sequences on a model, one after another in the order they came. Work goes on whether or not the caller reads, so a
 * caller may start a second answer while it reads the first. The event loop gets a turn between steps.
 */
export class Engine {
  readonly #model: LanguageModel;
  readonly #memory: PrefixMemory;
  readonly #waiting: Sequence[] = [];
  #running: Sequence | null = null;
  #loop: Promise<void> | null = null;
  #disposed = false;

  constructor(model: LanguageModel) {
    this.#model = model;
    this.#memory = new PrefixMemory(model);
  }

  get contextLength(): number {
    return this.#model.contextLength;
  }

  /**
   * Starts a sequence; the result gives its events and ends with "finish", or throws what went wrong. Leaving the
   * iteration early cancels the sequence; so does the signal, within one step.
   * Throws HermesError "context-exceeded", "usage" or "disposed" at once.
   */
  generate(request: GenerateRequest): AsyncIterable<EngineEvent> {
    if (this.#disposed) throw engineDisposed();
    const sequence = new Sequence(request, this.#answerLimit(request));
    this.#waiting.push(sequence);
    this.#loop ??= this.#run();
    return sequence.channel;
  }

  /** Cancels all sequences and frees the memory; the model is its owner's. Harmless when repeated. */
  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#running?.cancel();
    for (const sequence of this.#waiting) sequence.cancel();
    await this.#loop;
    this.#memory.dispose();
  }

  async #run(): Promise<void> {
    await setImmediate();
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      this.#running = next;
      try {
        await this.#complete(next);
      } catch (error) {
        next.fail(error);
      }
    }
    this.#running = null;
    this.#loop = null;
  }

  async #complete(sequence: Sequence): Promise<void> {
    if (sequence.status === "waiting") sequence.admit(this.#memory.keepCommonPrefix(sequence.tokens));
    while (sequence.status !== "finished") {
      if (sequence.cancelled) sequence.finish("cancelled");
      else await this.#step(sequence);
      await setImmediate();
    }
  }

  /** One step of the model, and one token more when the whole sequence is computed. Forced tokens cost no step of their own. */
  async #step(sequence: Sequence): Promise<void> {
    sequence.appendForced();
    if (sequence.status === "finished") return;
    const logits = await this.#memory.extend(sequence.tokens);
    if (logits !== null && !sequence.cancelled) sequence.appendDrawn(logits);
  }

  #answerLimit({ promptTokens, maxTokens }: GenerateRequest): number {
    if (promptTokens.length === 0) {
      throw new HermesError("usage", "The prompt has no tokens; at least one is needed.", { argument: "promptTokens" });
    }
    if (maxTokens !== undefined && !(Number.isInteger(maxTokens) && maxTokens >= 1)) {
      const message = `maxTokens is ${maxTokens}; expected a whole number of at least 1.`;
      throw new HermesError("usage", message, { argument: "maxTokens" });
    }
    const room = this.contextLength - promptTokens.length;
    if (room >= 1) return Math.min(room, maxTokens ?? room);
    throw new HermesError(
      "context-exceeded",
      `The prompt has ${promptTokens.length} tokens and the context ${this.contextLength}, which leaves no room for an ` +
        "answer. Shorten the messages or start a new conversation.",
      { promptTokens: promptTokens.length, contextLength: this.contextLength },
    );
  }
}

function engineDisposed(): HermesError {
  return new HermesError("disposed", "This engine was disposed; load the model again.", { what: "engine" });
}
