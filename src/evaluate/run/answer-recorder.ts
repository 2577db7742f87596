import { type StreamPart, startOfAnswer } from "../../chat/index.ts";
import type { ModelClient, SamplingDefaults } from "../../environments/index.ts";
import { HermesError } from "../../errors.ts";
import type { ChatRequest, StreamOptions } from "../../hermes.ts";
import type { EvaluatedModel } from "./evaluated-model.ts";
import { limitRequest } from "./limit-request.ts";

type FinishPart = Extract<StreamPart, { type: "finish" }>;

/** Sampling of one sample's answers. */
export interface RecordedSampling {
  readonly defaults: SamplingDefaults;
  readonly overrides: Partial<SamplingDefaults>;
  readonly seed: number;
}

/** The model as one sample sees it: asked with the task's sampling, and everything about its answers noted. */
export class AnswerRecorder implements ModelClient {
  readonly #model: EvaluatedModel;
  readonly #sampling: RecordedSampling;
  #turns = 0;
  #request: ChatRequest | null = null;
  #finish: FinishPart | null = null;
  #usage = { promptTokens: 0, completionTokens: 0 };
  #latencyMs = 0;

  constructor(model: EvaluatedModel, sampling: RecordedSampling) {
    this.#model = model;
    this.#sampling = sampling;
  }

  /** The last request, as it was sent. */
  get request(): ChatRequest | null {
    return this.#request;
  }

  /** The end of the last answer. */
  get finish(): FinishPart | null {
    return this.#finish;
  }

  /** Tokens of all answers. */
  get usage(): { readonly promptTokens: number; readonly completionTokens: number } {
    return this.#usage;
  }

  /** Of all answers, from request to end, without the times in which nothing was asked. */
  get latencyMs(): number {
    return this.#latencyMs;
  }

  /** What the model wrote last, with the thought's tag where the prompt has opened it. */
  get completion(): string {
    const { raw = "" } = this.#finish ?? {};
    const prefill = this.#request === null ? "" : prefillOf(this.#request);
    return startOfAnswer(prefill) === "reasoning" ? prefill + raw : raw;
  }

  async *stream(request: ChatRequest, options: StreamOptions = {}): AsyncGenerator<StreamPart> {
    const { defaults, overrides, seed } = this.#sampling;
    // Later turns draw other numbers; seeds of endpoints end at 2^31.
    const turnSeed = (seed + this.#turns) % 2 ** 31;
    this.#request = await limitRequest(request, defaults, overrides, turnSeed, this.#model);
    this.#finish = null;
    const start = performance.now();
    for await (const part of this.#model.stream(this.#request, options)) {
      if (part.type === "finish") this.#note(part, performance.now() - start);
      yield part;
    }
    if (this.#finish !== null) return;
    throw new HermesError("generation-failed", "The answer ended without a finish part.", { step: "stream" });
  }

  #note(finish: FinishPart, latencyMs: number): void {
    const { promptTokens, completionTokens } = finish.usage;
    this.#finish = finish;
    this.#turns++;
    this.#latencyMs += latencyMs;
    this.#usage = {
      promptTokens: this.#usage.promptTokens + promptTokens,
      completionTokens: this.#usage.completionTokens + completionTokens,
    };
  }
}

function prefillOf({ continueFinalMessage, messages }: ChatRequest): string {
  const last = messages.at(-1);
  return continueFinalMessage === true && typeof last?.content === "string" ? last.content : "";
}
