import { type ProfileName, type PromptWarning, type StreamPart } from "../../chat/index.ts";
import { HermesError } from "../../errors.ts";
import { renderRequest } from "../answer/answer-request.ts";
import { checkBudget, checkCount, checkStopStrings, createCallId } from "../answer/request-checks.ts";
import type { ChatBackend, ChatRequest, StreamOptions } from "../contract.ts";
import { AnswerReader } from "./answer/answer-reader.ts";
import { CompletionAnswer } from "./answer/completion-answer.ts";
import type { Endpoint } from "./http/endpoint.ts";
import type { CompletionsDialect, Preset, RemoteMode } from "./presets.ts";
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
  readonly warnings: readonly string[];
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
    const prompt = renderRequest(request, this.#parts);
    const answer = this.#answerByCompletions(request, prompt, this.#signalFor(options));
    yield* diagnosticsOf(prompt.warnings);
    yield* answer.stream();
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

  #answerByCompletions(
    request: ChatRequest,
    prompt: ReturnType<typeof renderRequest>,
    signal: AbortSignal,
  ): CompletionAnswer {
    const { endpoint, preset, profile, modelId } = this.#parts;
    const dialect = preset.completions as CompletionsDialect;
    return new CompletionAnswer({
      endpoint,
      dialect,
      body: completionsBody(modelId, preset, dialect, request),
      prompt: promptText(prompt, this.#parts, dialect),
      prefill: prompt.prefill,
      reader: new AnswerReader({
        prefill: prompt.prefill,
        tools: (request.tools?.length ?? 0) > 0,
        stopTokens: stopTokensOf(profile),
        stopStrings: checkStopStrings(request.stop ?? []),
        createCallId,
      }),
      maxTokens: request.maxTokens === undefined ? null : checkCount("maxTokens", request.maxTokens, 1),
      thinkingBudget: checkBudget(request.thinkingBudget),
      signal,
    });
  }
}

function* diagnosticsOf(warnings: readonly PromptWarning[]): Generator<StreamPart> {
  for (const { code, message } of warnings) yield { type: "diagnostic", code, message };
}
