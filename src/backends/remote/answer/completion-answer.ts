import type { StreamPart } from "../../../chat/index.ts";
import { isHermesError } from "../../../errors.ts";
import type { ThoughtControl } from "../../thought-control.ts";
import type { Endpoint } from "../http/endpoint.ts";
import type { JsonObject } from "../http/read-reply.ts";
import type { CompletionsDialect } from "../presets.ts";
import { AnswerClock } from "./answer-clock.ts";
import type { AnswerReader } from "./answer-reader.ts";
import { chunkKinds, readChunk } from "./chunk.ts";
import { endingDiagnostics, finishPart, isLimit } from "./ending.ts";
import { TokenTally } from "./token-tally.ts";

/** Tokens of one request where a server has no way to say "as many as fit". */
const PIECE_TOKENS = 4096;
/** Tokens by which a server's count may differ from its limit: some leave out the last one. */
const COUNT_SLACK = 4;
/** No character has more bytes, and so no more tokens. */
const CHARACTER_TOKENS = 4;
const THOUGHT_END = "</think>";

export interface CompletionJob {
  readonly endpoint: Endpoint;
  readonly dialect: CompletionsDialect;
  /** The body without prompt and limit. */
  readonly body: JsonObject;
  /** Token ids are asked for once: what was said cannot be put behind them. */
  readonly prompt: string | readonly number[];
  /** What the prompt already holds of the answer. */
  readonly prefill: string;
  readonly reader: AnswerReader;
  /** Tokens; null for no limit. */
  readonly maxTokens: number | null;
  readonly thinkingBudget: number | null;
  /** Ends the thought from outside; it is told when there is none any more. */
  readonly thought: ThoughtControl | null;
  readonly signal: AbortSignal;
}

/** How many tokens the next request may bring, and what happens when they are used up. */
interface Allowance {
  /** Null: as many as fit. */
  readonly tokens: number | null;
  readonly after: "end" | "close-thought" | "go-on";
}

/**
 * One answer by POST /completions. A request is limited to the thinking budget as long as there may be a thought; when it is used up
 * inside one, or the caller ends the thought, which ends the request, the closing tag is appended and another request goes on from there.
 */
export class CompletionAnswer {
  readonly #job: CompletionJob;
  readonly #tally = new TokenTally();
  readonly #clock = new AnswerClock();
  /** What stands behind the prompt, by the model and by us. */
  #said = "";
  #budgetReached = false;
  #endedByCaller = false;
  /** Ends the request that runs. */
  #interrupt = new AbortController();
  /** Requests in a row that brought no whole character. */
  #fruitless = 0;
  #ended: "stop" | "length" | null = null;
  #stoppedBy: string | null = null;
  #finishReason: string | null = null;

  constructor(job: CompletionJob) {
    this.#job = job;
  }

  async *stream(): AsyncGenerator<StreamPart> {
    const { reader, signal, thought } = this.#job;
    thought?.onEnd(() => {
      if (reader.insideThought) this.#interrupt.abort();
    });
    try {
      for (let requests = 0; this.#ended === null; requests++) {
        if (signal.aborted) break;
        yield* this.#closeSpentThought();
        yield* this.#request(this.#nextAllowance(), requests > 0);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    yield* reader.finish();
    if (this.#ended !== null) yield* endingDiagnostics(this.#finishReason, this.#tally.isCertain, reader.stoppedBy);
    yield this.#finish();
  }

  #finish(): StreamPart {
    const { reader, thinkingBudget } = this.#job;
    return finishPart(this.#ended ?? "cancelled", {
      reader,
      usage: this.#tally.usage(thinkingBudget ?? undefined),
      timings: this.#clock.timings(),
      thinkingBudgetReached: this.#budgetReached,
      ...(this.#endedByCaller ? { thoughtEndedByCaller: true } : {}),
      stoppedBy: reader.stoppedBy ?? this.#stoppedBy,
    });
  }

  /** Reasoning tokens that may still come; null where nothing limits them, or no thought can come any more. */
  #budgetLeft(): number | null {
    const { thinkingBudget, reader } = this.#job;
    if (thinkingBudget === null) return null;
    if (reader.insideThought) return Math.max(0, thinkingBudget - this.#tally.reasoningTokens);
    // The opening tag is one token of its own; a character that is no tag may take more than what is left.
    return reader.isUndecided ? thinkingBudget + 1 + this.#fruitless * CHARACTER_TOKENS : null;
  }

  *#closeSpentThought(): Generator<StreamPart> {
    const { reader, prefill } = this.#job;
    const isSpent = this.#budgetLeft() === 0;
    if (!reader.insideThought || !(isSpent || this.#isEnding)) return;
    if (isSpent) this.#budgetReached = true;
    else this.#endedByCaller = true;
    const lineEnds = (this.#said === "" ? prefill : this.#said).endsWith("\n");
    const closing = `${lineEnds ? "" : "\n"}${THOUGHT_END}\n`;
    this.#said += closing;
    yield* this.#read(closing);
  }

  /** True when the open thought is to be closed for the caller. */
  get #isEnding(): boolean {
    const { reader, thought } = this.#job;
    return reader.insideThought && (thought?.ending ?? false);
  }

  #read(text: string): StreamPart[] {
    const { reader, thought } = this.#job;
    const parts = reader.push(text);
    if (reader.thoughtIsOver) thought?.close();
    return parts;
  }

  #nextAllowance(): Allowance {
    const { maxTokens, dialect } = this.#job;
    const left = maxTokens === null ? null : Math.max(0, maxTokens - this.#tally.completionTokens);
    const budget = this.#budgetLeft();
    if (budget !== null && (left === null || budget < left)) return { tokens: budget, after: "close-thought" };
    if (left !== null) return { tokens: left, after: "end" };
    return dialect.noLimit === "none" ? { tokens: PIECE_TOKENS, after: "go-on" } : { tokens: null, after: "end" };
  }

  async *#request(allowance: Allowance, isContinued: boolean): AsyncGenerator<StreamPart> {
    if (allowance.tokens === 0) {
      this.#ended = "length";
      return;
    }
    const saidBefore = this.#said.length;
    this.#tally.startRequest();
    this.#finishReason = null;
    try {
      yield* this.#readChunks(allowance);
    } catch (error) {
      if (this.#isEnding && this.#interrupt.signal.aborted) return;
      // What fitted at first no longer does: the context is full.
      if (!isContinued || !isHermesError(error, "remote-failed") || error.facts.status !== 400) throw error;
      this.#ended = "length";
      return;
    }
    if (this.#job.signal.aborted || this.#isEnding) return;
    this.#fruitless = this.#said.length > saidBefore ? 0 : this.#fruitless + 1;
    if (this.#job.reader.isOver || !isLimit(this.#finishReason)) this.#ended = "stop";
    else this.#spendAllowance(allowance);
  }

  /** The server says that its limit was reached. */
  #spendAllowance({ tokens, after }: Allowance): void {
    const brought = this.#tally.ofRequest;
    const contextIsFull = tokens !== null && this.#tally.isCertain && brought < tokens - COUNT_SLACK;
    if (after === "end" || contextIsFull || brought === 0 || this.#fruitless > 1) this.#ended = "length";
    else if (after === "close-thought" && this.#job.reader.insideThought)
      this.#tally.spendReasoning(this.#budgetLeft() ?? 0);
  }

  async *#readChunks({ tokens }: Allowance): AsyncGenerator<StreamPart> {
    const { endpoint, body, reader, dialect } = this.#job;
    const limit = tokens === null && dialect.noLimit === "left-out" ? {} : { max_tokens: tokens };
    const question = { ...body, prompt: this.#prompt, ...limit };
    this.#interrupt = new AbortController();
    const signal = AbortSignal.any([this.#job.signal, this.#interrupt.signal]);
    for await (const chunk of endpoint.postForChunks("/completions", question, chunkKinds, signal)) {
      // Much may have come already that nobody wants any more.
      if (signal.aborted) return;
      const { content, usage, finishReason, stoppedBy, progress } = readChunk(chunk);
      if (progress !== null && this.#said === "") yield progress;
      const wasInside = reader.insideThought;
      this.#said += content;
      const parts = this.#read(content);
      if (content !== "") this.#clock.seen();
      this.#tally.add(usage, content !== "", wasInside && reader.insideThought);
      this.#finishReason ??= finishReason;
      this.#stoppedBy ??= stoppedBy;
      yield* parts;
      if (reader.isOver || this.#isEnding) return;
    }
  }

  get #prompt(): string | readonly number[] {
    const { prompt } = this.#job;
    return typeof prompt === "string" ? prompt + this.#said : prompt;
  }
}
