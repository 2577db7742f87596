import {
  createMessageStream,
  type ProfileName,
  type RenderedPrompt,
  type StreamPart,
  startOfAnswer,
} from "../../chat/index.ts";
import { HermesError } from "../../errors.ts";
import { renderRequest } from "../answer/answering-model.ts";
import { checkCompletionFields } from "../answer/check-fields.ts";
import { closingThought } from "../answer/closing-thought.ts";
import { PlainTextStream } from "../answer/plain-text-stream.ts";
import { checkBudget, checkCount, checkStopStrings, createCallId } from "../answer/request-checks.ts";
import type { ChatBackend, ChatRequest, CompletionRequest, ModelFacts, StreamOptions } from "../contract.ts";
import { AnswerReader } from "./answer/answer-reader.ts";
import { ChatAnswer } from "./answer/chat-answer.ts";
import { CompletionAnswer } from "./answer/completion-answer.ts";
import { RawTextWriter } from "./answer/raw-text-writer.ts";
import { RemoteThought } from "./answer/remote-thought.ts";
import type { Endpoint } from "./http/endpoint.ts";
import type { CompletionsDialect, Preset, RemoteMode } from "./presets.ts";
import { chatBody } from "./request/chat-body.ts";
import { completionsBody, promptText, stopTokensOf } from "./request/completions-body.ts";
import { rawPrompt } from "./request/raw-prompt.ts";

export interface RemoteBackendParts {
  readonly endpoint: Endpoint;
  readonly preset: Preset;
  readonly mode: RemoteMode;
  readonly modelId: string;
  /** What the model list says of it. */
  readonly size: Pick<ModelFacts, "parameters" | "vocabularySize" | "hiddenSize">;
  /** Tokens; infinite where nobody knows. */
  readonly contextLength: number;
  readonly profile: ProfileName;
  /** First bytes of a prompt; null for none. */
  readonly bosToken: string | null;
  /** What is odd about the endpoint. */
  readonly warnings: readonly string[];
}

/** Answers through somebody else's OpenAI-compatible endpoint. */
export class RemoteBackend implements ChatBackend {
  readonly modelId: string;
  readonly contextLength: number;
  readonly mode: RemoteMode;
  readonly weightBytes = 0;
  readonly warnings: readonly string[];
  /** The tokenizer is elsewhere. */
  readonly tokens = null;
  readonly facts: ModelFacts;
  readonly #parts: RemoteBackendParts;
  readonly #disposal = new AbortController();

  constructor(parts: RemoteBackendParts) {
    this.modelId = parts.modelId;
    this.contextLength = parts.contextLength;
    this.mode = parts.mode;
    this.warnings = parts.warnings;
    const { parameters, vocabularySize, hiddenSize } = parts.size;
    this.facts = { engine: "endpoint", parameters, vocabularySize, hiddenSize, sampling: null };
    this.#parts = parts;
  }

  /**
   * Throws, at the first part, HermesError "prompt-invalid", "usage" or "disposed", before anything is sent, and "remote-failed" at
   * any time.
   */
  stream(request: ChatRequest, options: StreamOptions = {}): AsyncGenerator<StreamPart> {
    return closingThought(this.#stream(request, options), options);
  }

  /** As `stream`; in chat mode throws HermesError "unsupported". */
  complete(request: CompletionRequest, options: StreamOptions = {}): AsyncGenerator<StreamPart> {
    return closingThought(this.#complete(request, options), options);
  }

  /** The prompt of a request: what is sent in completions mode, what the endpoint should render in chat mode. Throws "prompt-invalid". */
  renderPrompt(request: ChatRequest): RenderedPrompt {
    return renderRequest(request, this.#parts);
  }

  /** Throws HermesError "unsupported": the tokenizer is elsewhere. */
  countPromptTokens(_request: ChatRequest): number {
    const supported = ["models on this computer"];
    const message = "The tokens of a prompt cannot be counted for an endpoint: its tokenizer is not here.";
    throw new HermesError("unsupported", message, { what: "counting tokens for an endpoint", supported });
  }

  /** Cancels running answers and closes the connections. Harmless when repeated. */
  async dispose(): Promise<void> {
    if (this.#disposal.signal.aborted) return;
    this.#disposal.abort();
    await this.#parts.endpoint.close();
  }

  async *#stream(request: ChatRequest, options: StreamOptions): AsyncGenerator<StreamPart> {
    this.#checkOpen();
    // Chat mode renders, too: the same mistakes are told the same way, whoever prints the prompt in the end.
    const prompt = renderRequest(request, this.#parts);
    const job = this.#commonJob(request, options);
    const answer =
      this.mode === "chat"
        ? this.#chatAnswer(request, prompt, job, options)
        : this.#renderedAnswer(request, prompt, job, options);
    let unsaid = prompt.warnings;
    for await (const part of answer.stream()) {
      if (part.type !== "prompt-progress") {
        for (const { code, message } of unsaid) yield { type: "diagnostic", code, message };
        unsaid = [];
      }
      yield part;
    }
  }

  async *#complete(request: CompletionRequest, options: StreamOptions): AsyncGenerator<StreamPart> {
    this.#checkOpen();
    checkCompletionFields(request);
    if (this.mode === "chat") throw noRawText();
    options.thought?.close();
    const { preset, profile, modelId } = this.#parts;
    const dialect = preset.completions as CompletionsDialect;
    const { stopStrings, ...job } = this.#commonJob(request, options);
    const messages = new PlainTextStream(null);
    yield* new CompletionAnswer({
      ...job,
      dialect,
      body: completionsBody(modelId, preset, dialect, request, options),
      prompt: rawPrompt(request, this.#parts, preset, dialect),
      prefill: "",
      reader: new AnswerReader({ start: "content", messages, stopTokens: stopTokensOf(profile), stopStrings }),
      thinkingBudget: null,
      thought: null,
    }).stream();
  }

  #checkOpen(): void {
    if (!this.#disposal.signal.aborted) return;
    throw new HermesError("disposed", "The remote backend is disposed; load it again.", { what: "remote backend" });
  }

  #commonJob({ maxTokens, stop = [] }: ChatRequest | CompletionRequest, { signal }: StreamOptions): CommonJob {
    const { endpoint } = this.#parts;
    const ends = signal === undefined ? this.#disposal.signal : AbortSignal.any([signal, this.#disposal.signal]);
    return {
      endpoint,
      signal: ends,
      maxTokens: maxTokens === undefined ? null : checkCount("maxTokens", maxTokens, 1),
      stopStrings: checkStopStrings(stop),
    };
  }

  #renderedAnswer(
    request: ChatRequest,
    prompt: RenderedPrompt,
    { stopStrings, ...job }: CommonJob,
    options: StreamOptions,
  ): CompletionAnswer {
    const { preset, profile, modelId } = this.#parts;
    const dialect = preset.completions as CompletionsDialect;
    const start = startOfAnswer(prompt.prefill);
    const messages = createMessageStream({ createCallId, start, tools: hasTools(request) });
    return new CompletionAnswer({
      ...job,
      dialect,
      body: completionsBody(modelId, preset, dialect, request, options),
      prompt: promptText(prompt, this.#parts, dialect),
      prefill: prompt.prefill,
      reader: new AnswerReader({ start, messages, stopTokens: stopTokensOf(profile), stopStrings }),
      thinkingBudget: checkBudget(request.thinkingBudget),
      thought: options.thought ?? null,
    });
  }

  #chatAnswer(
    request: ChatRequest,
    { prefill }: RenderedPrompt,
    { stopStrings, ...job }: CommonJob,
    options: StreamOptions,
  ): ChatAnswer {
    const { preset, modelId } = this.#parts;
    const thinkingBudget = checkBudget(request.thinkingBudget);
    const body = chatBody(modelId, preset, request, options);
    const start = startOfAnswer(prefill);
    const writer = new RawTextWriter({ prefill, thinking: request.thinking ?? false, createCallId });
    const messages = createMessageStream({ createCallId: () => writer.takeCallId(), start, tools: hasTools(request) });
    const reader = new AnswerReader({ start, messages, stopTokens: [], stopStrings });
    return new ChatAnswer({ ...job, body, writer, reader, thinkingBudget, thought: this.#remoteThought(job, options) });
  }

  /** Where the endpoint has no way to end a thought, there is none to end. */
  #remoteThought({ endpoint, signal }: Pick<CommonJob, "endpoint" | "signal">, { thought }: StreamOptions) {
    if (thought === undefined) return null;
    if (this.#parts.preset.thoughtControl) return new RemoteThought(thought, endpoint, signal);
    thought.close();
    return null;
  }
}

/** What all answers need. */
interface CommonJob {
  readonly endpoint: Endpoint;
  readonly signal: AbortSignal;
  readonly maxTokens: number | null;
  readonly stopStrings: readonly string[];
}

function hasTools({ tools = [] }: ChatRequest): boolean {
  return tools.length > 0;
}

function noRawText(): HermesError<"unsupported"> {
  const message =
    'Text cannot be continued as it stands in chat mode. Use mode "completions", or a model on this computer.';
  return new HermesError("unsupported", message, { what: "completions in chat mode", supported: ["completions mode"] });
}
