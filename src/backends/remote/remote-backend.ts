import type { RenderedPrompt, StreamPart } from "../../chat/index.ts";
import { HermesError } from "../../errors.ts";
import { answerRule, checkStop } from "../answer/answer-rule.ts";
import { renderRequest } from "../answer/answering-model.ts";
import { checkCompletionFields } from "../answer/check-fields.ts";
import { closingThought } from "../answer/closing-thought.ts";
import type { ChatBackend, ChatRequest, CompletionRequest, ModelFacts, StreamOptions } from "../contract.ts";
import { createAnswerCheck, verifyAnswer } from "./answer/verify-answer.ts";
import {
  type Asked,
  createChatAnswer,
  createRawAnswer,
  createRenderedAnswer,
  type RemoteModel,
} from "./create-answers.ts";
import type { RemoteMode } from "./presets.ts";
import { refusal } from "./request/refusals.ts";

export interface RemoteBackendParts extends RemoteModel {
  readonly mode: RemoteMode;
  /** What the model list says of it. */
  readonly size: Pick<ModelFacts, "parameters" | "vocabularySize" | "hiddenSize">;
  /** Tokens; infinite where nobody knows. */
  readonly contextLength: number;
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

  /** Rejects with HermesError "unsupported": the tokenizer is elsewhere. */
  async countPromptTokens(_request: ChatRequest): Promise<number> {
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
    const rule = answerRule(request);
    if (request.continueFinalMessage === true && isBinding(rule)) {
      throw refusal(
        this.#parts.preset,
        "continueFinalMessage",
        "under a constraint it is not known to go on. Leave it out.",
      );
    }
    const check = createAnswerCheck(rule);
    const asked = this.#asked(request, options);
    const answer = (this.mode === "chat" ? createChatAnswer : createRenderedAnswer)(this.#parts, asked, prompt);
    let unsaid = prompt.warnings;
    for await (const part of verifyAnswer(answer.stream(), check)) {
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
    const { constraint = null } = request;
    checkStop(request.stop ?? [], constraint);
    const check = createAnswerCheck(constraint);
    yield* verifyAnswer(createRawAnswer(this.#parts, this.#asked(request, options)).stream(), check);
  }

  #checkOpen(): void {
    if (!this.#disposal.signal.aborted) return;
    throw new HermesError("disposed", "The remote backend is disposed; load it again.", { what: "remote backend" });
  }

  #asked<Request extends ChatRequest | CompletionRequest>(
    request: Request,
    { signal, ...options }: StreamOptions,
  ): Asked<Request> {
    const disposal = this.#disposal.signal;
    return { request, options, signal: signal === undefined ? disposal : AbortSignal.any([signal, disposal]) };
  }
}

/** Whether a rule holds for the whole of an answer. */
function isBinding(rule: ReturnType<typeof answerRule>): boolean {
  return rule !== null && !(rule.type === "tools" && rule.choice === "auto" && rule.value === undefined);
}

function noRawText(): HermesError<"unsupported"> {
  const message =
    'Text cannot be continued as it stands in chat mode. Use mode "completions", or a model on this computer.';
  return new HermesError("unsupported", message, { what: "completions in chat mode", supported: ["completions mode"] });
}
