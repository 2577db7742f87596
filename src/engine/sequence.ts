import { createSampler, type Sampler } from "../sampling/index.ts";
import type { EngineEvent, EngineFinishReason, GenerateRequest } from "./contract.ts";
import { EventChannel } from "./event-channel.ts";

export type SequenceStatus = "waiting" | "prefilling" | "decoding" | "finished";

/** One request on its way through the engine. Its tokens are the prompt and, behind it, the answer. */
export class Sequence {
  readonly tokens: number[];
  readonly promptLength: number;
  readonly channel: EventChannel<EngineEvent>;
  readonly #request: GenerateRequest;
  readonly #sampler: Sampler;
  /** Most tokens of the answer. */
  readonly #limit: number;
  /** Ends the watch on the caller's signal. */
  readonly #done = new AbortController();
  #status: SequenceStatus = "waiting";
  #cancelled = false;
  /** Milliseconds of the process clock; null until it happened. */
  #admittedAt: number | null = null;
  #promptDoneAt: number | null = null;

  constructor(request: GenerateRequest, limit: number) {
    this.#request = request;
    this.#limit = limit;
    this.tokens = [...request.promptTokens];
    this.promptLength = this.tokens.length;
    this.#sampler = createSampler(request.sampling, request.promptTokens);
    this.channel = new EventChannel(() => this.cancel());
    if (request.signal?.aborted) this.cancel();
    else request.signal?.addEventListener("abort", () => this.cancel(), { signal: this.#done.signal });
  }

  get status(): SequenceStatus {
    return this.#status;
  }

  get cancelled(): boolean {
    return this.#cancelled;
  }

  /** Ends a waiting sequence at once, a running one before its next step. */
  cancel(): void {
    this.#cancelled = true;
    if (this.#status === "waiting") this.finish("cancelled");
  }

  /** The engine took it up; `cachedTokens` of the prompt need no computing. */
  admit(cachedTokens: number): void {
    this.#status = "prefilling";
    this.#admittedAt = performance.now();
    this.channel.push({ type: "admitted", cachedTokens });
  }

  /** Appends what the controller forces; that may end the sequence. */
  appendForced(): void {
    for (const token of this.#request.controller.forced()) {
      if (this.status !== "finished") this.#append(token, true);
    }
  }

  /** Draws the next token from `logits` [vocabularySize], which it may change, and appends it. */
  appendDrawn(logits: Float32Array): void {
    this.#status = "decoding";
    this.#promptDoneAt ??= performance.now();
    this.#append(this.#sampler.draw(logits, this.#request.controller.mask()), false);
  }

  finish(reason: EngineFinishReason): void {
    if (this.#status === "finished") return;
    this.#end();
    this.channel.push({ type: "finish", reason, ...this.#timings() });
    this.channel.end();
  }

  fail(error: unknown): void {
    if (this.#status === "finished") return;
    this.#end();
    this.channel.fail(error);
  }

  #timings(): { promptMs: number; decodeMs: number } {
    const now = performance.now();
    const promptDoneAt = this.#promptDoneAt ?? now;
    return { promptMs: promptDoneAt - (this.#admittedAt ?? promptDoneAt), decodeMs: now - promptDoneAt };
  }

  #end(): void {
    this.#status = "finished";
    this.#done.abort();
  }

  #append(token: number, forced: boolean): void {
    this.tokens.push(token);
    this.#sampler.accept(token);
    const verdict = this.#request.controller.accept(token);
    this.channel.push({ type: "token", token, forced });
    if (verdict === "stop") this.finish("stop");
    else if (this.tokens.length - this.promptLength >= this.#limit) this.finish("length");
  }
}
