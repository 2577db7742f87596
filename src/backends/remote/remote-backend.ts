import type { ProfileName, RenderedPrompt, StreamPart } from "../../chat/index.ts";
import { HermesError } from "../../errors.ts";
import { renderRequest } from "../answer/answering-model.ts";
import { checkBudget, checkCount, checkStopStrings, createCallId } from "../answer/request-checks.ts";
import type { ChatBackend, ChatRequest, CompletionRequest, ModelFacts, StreamOptions } from "../contract.ts";
import { AnswerReader, type AnswerReaderOptions } from "./answer/answer-reader.ts";
import { ChatAnswer } from "./answer/chat-answer.ts";
import { CompletionAnswer } from "./answer/completion-answer.ts";
import { RawTextWriter } from "./answer/raw-text-writer.ts";
import type { Endpoint } from "./http/endpoint.ts";
import type { CompletionsDialect, Preset, RemoteMode } from "./presets.ts";
import { chatBody } from "./request/chat-body.ts";
import { completionsBody, promptText, stopTokensOf } from "./request/completions-body.ts";

export interface RemoteBackendParts {
  readonly endpoint: Endpoint;
  readonly preset: Preset;
  readonly mode: RemoteMode;
  readonly modelId: string;
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
  readonly facts: ModelFacts = Object.freeze({
    engine: "endpoint",
    parameters: null,
    vocabularySize: null,
    hiddenSize: null,
    sampling: null,
  });
  readonly #parts: RemoteBackendParts;
  readonly #disposal = new AbortController();

  constructor(parts: RemoteBackendParts) {
    this.modelId = parts.modelId;
    this.contextLength = parts.contextLength;
    this.mode = parts.mode;
    this.warnings = parts.warnings;
    this.#parts = parts;
  }

  /**
   * Throws, at the first part, HermesError "prompt-invalid", "usage" or "disposed", before anything is sent, and "remote-failed" at
   * any time.
   */
  async *stream(request: ChatRequest, options: StreamOptions = {}): AsyncGenerator<StreamPart> {
    if (this.#disposal.signal.aborted) {
      throw new HermesError("disposed", "The remote backend is disposed; load it again.", { what: "remote backend" });
    }
    // Chat mode renders, too: the same mistakes are told the same way, whoever prints the prompt in the end.
    const prompt = renderRequest(request, this.#parts);
    const signal = this.#signalFor(options);
    const job = this.#commonJob(request, prompt.prefill, signal);
    const answer = this.mode === "chat" ? this.#chat(request, prompt, job) : this.#complete(request, prompt, job);
    for (const { code, message } of prompt.warnings) yield { type: "diagnostic", code, message };
    yield* answer.stream();
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

  // biome-ignore lint/correctness/useYield: it throws at the first part, as promised.
  async *complete(_request: CompletionRequest, _options: StreamOptions = {}): AsyncGenerator<StreamPart> {
    const supported = ["models on this computer"];
    const message = "Text cannot be continued as it stands by this endpoint.";
    throw new HermesError("unsupported", message, { what: "completions of an endpoint", supported });
  }

  /** Cancels running answers and closes the connections. Harmless when repeated. */
  async dispose(): Promise<void> {
    if (this.#disposal.signal.aborted) return;
    this.#disposal.abort();
    await this.#parts.endpoint.close();
  }

  #signalFor({ signal }: StreamOptions): AbortSignal {
    return signal === undefined ? this.#disposal.signal : AbortSignal.any([signal, this.#disposal.signal]);
  }

  #commonJob(request: ChatRequest, prefill: string, signal: AbortSignal): CommonJob {
    const { endpoint } = this.#parts;
    if (request.maxTokens !== undefined) checkCount("maxTokens", request.maxTokens, 1);
    const readerOptions = {
      prefill,
      tools: (request.tools?.length ?? 0) > 0,
      stopStrings: checkStopStrings(request.stop ?? []),
    };
    return { endpoint, signal, thinkingBudget: checkBudget(request.thinkingBudget), readerOptions };
  }

  #complete(request: ChatRequest, prompt: RenderedPrompt, { readerOptions, ...job }: CommonJob): CompletionAnswer {
    const { preset, profile, modelId } = this.#parts;
    const dialect = preset.completions as CompletionsDialect;
    return new CompletionAnswer({
      ...job,
      dialect,
      body: completionsBody(modelId, preset, dialect, request),
      prompt: promptText(prompt, this.#parts, dialect),
      prefill: prompt.prefill,
      reader: new AnswerReader({ ...readerOptions, stopTokens: stopTokensOf(profile), createCallId }),
      maxTokens: request.maxTokens ?? null,
    });
  }

  #chat(request: ChatRequest, { prefill }: RenderedPrompt, { readerOptions, ...job }: CommonJob): ChatAnswer {
    const { preset, modelId } = this.#parts;
    const writer = new RawTextWriter({ prefill, thinking: request.thinking ?? false, createCallId });
    return new ChatAnswer({
      ...job,
      body: chatBody(modelId, preset, request),
      writer,
      reader: new AnswerReader({ ...readerOptions, stopTokens: [], createCallId: () => writer.takeCallId() }),
    });
  }
}

/** What both modes need. */
interface CommonJob {
  readonly endpoint: Endpoint;
  readonly signal: AbortSignal;
  readonly thinkingBudget: number | null;
  readonly readerOptions: Pick<AnswerReaderOptions, "prefill" | "tools" | "stopStrings">;
}
