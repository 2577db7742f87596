import { HermesError } from "../errors.ts";
import { createSampler, type Sampler, TokenScorer } from "../sampling/index.ts";
import { BlockTable } from "./blocks/block-table.ts";
import type { EngineEvent, EngineFinishReason, GenerateRequest } from "./contract.ts";
import { EventChannel } from "./event-channel.ts";
import type { Drafter } from "./speculation/drafter.ts";
import { Stopwatch } from "./stopwatch.ts";

/**
 * waiting: holds no blocks; prefilling: its tokens are being computed; decoding: it has drawn since it was admitted;
 * cancelled: leaves before the next step; finished: its channel is closed.
 */
export type SequenceStatus = "waiting" | "prefilling" | "decoding" | "cancelled" | "finished";

/** What bounds a sequence from outside. */
export interface SequenceBounds {
  /** Most tokens of the answer. */
  readonly answerTokens: number;
  readonly vocabularySize: number;
}

/** One request on its way through the engine. Its tokens are the prompt and, behind it, the answer. */
export class Sequence {
  readonly tokens: number[];
  readonly table: BlockTable;
  readonly drafter: Drafter;
  readonly channel: EventChannel<EngineEvent>;
  readonly #request: GenerateRequest;
  readonly #bounds: SequenceBounds;
  readonly #sampler: Sampler;
  /** Null where nobody asked for the probabilities of tokens. */
  readonly #scorer: TokenScorer | null;
  readonly #stopwatch = new Stopwatch();
  /** Ends the watch on the caller's signal. */
  readonly #watch = new AbortController();
  #status: SequenceStatus = "waiting";
  /** Tokens of the prompt of which "progress" has told. */
  #toldTokens = 0;

  constructor(request: GenerateRequest, bounds: SequenceBounds, drafter: Drafter) {
    this.#request = request;
    this.#bounds = bounds;
    this.drafter = drafter;
    this.tokens = [...request.promptTokens];
    this.table = new BlockTable(request.cacheSalt ?? null);
    this.#sampler = createSampler(request.sampling, request.promptTokens);
    this.#scorer = request.logprobs === undefined ? null : new TokenScorer(request.logprobs);
    this.channel = new EventChannel(() => this.cancel());
    if (request.signal?.aborted) this.cancel();
    else request.signal?.addEventListener("abort", () => this.cancel(), { signal: this.#watch.signal });
  }

  get status(): SequenceStatus {
    return this.#status;
  }

  /** Tokens of the answer so far. */
  get answerLength(): number {
    return this.tokens.length - this.#request.promptTokens.length;
  }

  /** Tokens the answer may still get. */
  get remaining(): number {
    return this.#bounds.answerTokens - this.answerLength;
  }

  /** Ends a waiting sequence at once, a running one before its next step. */
  cancel(): void {
    if (this.#status === "waiting") this.finish("cancelled");
    else if (this.#status !== "finished") this.#status = "cancelled";
  }

  /** It got its blocks; what they hold already needs no computing. What the controller forces at the start is appended. */
  admit(): void {
    this.#status = "prefilling";
    if (this.#stopwatch.admitted) return;
    this.#stopwatch.admit();
    this.channel.push({ type: "admitted", cachedTokens: this.table.computed });
    this.#appendForced(() => {});
  }

  /** Its blocks were taken; its tokens will be computed again. */
  preempt(): void {
    this.#status = "waiting";
  }

  /** A step has computed the first `tokens` of its tokens. What a preempted sequence computes again is no news. */
  tellProgress(tokens: number): void {
    const { promptTokens, promptProgress = false } = this.#request;
    const computedTokens = Math.min(tokens, promptTokens.length);
    if (!promptProgress || computedTokens <= this.#toldTokens) return;
    this.#toldTokens = computedTokens;
    this.channel.push({ type: "progress", computedTokens, elapsedMs: this.#stopwatch.elapsedMs });
  }

  /**
   * Appends what a step found: the token drawn from the first row of logits, and one more for every token of `draft` that the
   * draw before it confirmed. `row(i)` are the logits behind i draft tokens, [vocabularySize], and may be changed. Gives how
   * many draft tokens were confirmed. One random number a token, as without a draft: so the answer is the same.
   */
  appendDrawn(draft: readonly number[], row: (index: number) => Float32Array): number {
    this.#status = "decoding";
    this.#stopwatch.promptDone();
    let confirmed = 0;
    let asGuessed = true;
    const compare = (token: number): void => {
      asGuessed &&= draft[confirmed] === token;
      if (asGuessed) confirmed++;
    };
    while (asGuessed && this.#status === "decoding") {
      const logits = row(confirmed);
      this.#scorer?.read(logits);
      const { controller } = this.#request;
      const drawn = this.#sampler.draw(logits, controller.mask());
      const token = controller.settle?.(drawn) ?? drawn;
      this.#append(token, false);
      compare(token);
      this.#appendForced(compare);
    }
    return confirmed;
  }

  finish(reason: EngineFinishReason): void {
    if (this.#status === "finished") return;
    this.#end();
    const { draftedTokens, acceptedTokens } = this.drafter;
    this.channel.push({ type: "finish", reason, ...this.#stopwatch.read(), draftedTokens, acceptedTokens });
    this.channel.end();
  }

  fail(error: HermesError): void {
    if (this.#status === "finished") return;
    this.#end();
    this.channel.fail(error);
  }

  #end(): void {
    this.#status = "finished";
    this.#watch.abort();
  }

  /** Asks until nothing is forced any more; every token brings the sequence nearer to its limit, so this ends. */
  #appendForced(appended: (token: number) => void): void {
    for (;;) {
      if (this.#status === "finished") return;
      const forced = this.#request.controller.forced();
      if (forced.length === 0) return;
      for (const token of forced) {
        if (this.#isFinished()) return;
        this.#append(token, true);
        appended(token);
      }
    }
  }

  #append(token: number, forced: boolean): void {
    if (!isToken(token, this.#bounds.vocabularySize)) throw forcedNonsense(token, this.#bounds.vocabularySize);
    this.tokens.push(token);
    this.#sampler.accept(token);
    const verdict = this.#request.controller.accept(token);
    const score = forced ? undefined : this.#scorer?.score(token);
    this.channel.push({ type: "token", token, forced, ...(score === undefined ? {} : { score }) });
    if (verdict === "stop") this.finish("stop");
    else if (this.remaining <= 0) this.finish("length");
  }

  /** Apart, because `#append` changes the status behind the type checker's back. */
  #isFinished(): boolean {
    return this.#status === "finished";
  }
}

/** True for the ids of a vocabulary. */
export function isToken(token: number, vocabularySize: number): boolean {
  return Number.isInteger(token) && token >= 0 && token < vocabularySize;
}

function forcedNonsense(token: number, vocabularySize: number): HermesError {
  const message = `The controller forces token ${token}; the vocabulary has ${vocabularySize}.`;
  return new HermesError("generation-failed", message, { step: "forced" });
}
