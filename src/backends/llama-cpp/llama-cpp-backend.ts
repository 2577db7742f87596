import type { RenderedPrompt, StreamPart } from "../../chat/index.ts";
import type { GrammarStats } from "../../grammar/index.ts";
import { answerRequest } from "../answer/answer-request.ts";
import {
  type AnsweringModel,
  countPromptTokens,
  factsOf,
  type ModelSize,
  renderRequest,
} from "../answer/answering-model.ts";
import { closingThought } from "../answer/closing-thought.ts";
import { completeRequest } from "../answer/complete-request.ts";
import { createTokenAccess } from "../answer/token-access.ts";
import type {
  ChatBackend,
  ChatRequest,
  CompletionRequest,
  ModelFacts,
  StreamOptions,
  TokenAccess,
} from "../contract.ts";
import type { LlamaCppGenerator } from "./llama-cpp-generator.ts";

export interface LlamaCppBackendParts extends AnsweringModel {
  readonly modelId: string;
  readonly size: ModelSize;
  readonly contextLength: number;
  readonly generator: LlamaCppGenerator;
  /** Bytes of the GGUF files. */
  readonly weightBytes: number;
  /** The compute layer llama.cpp uses; false is the CPU alone. */
  readonly gpu: string | false;
  /** What is odd about the model's files. */
  readonly warnings: readonly string[];
}

/** Answers with llama.cpp in a process of its own: our prompt, its logits, our draw, our parser. It owns its parts. */
export class LlamaCppBackend implements ChatBackend {
  readonly modelId: string;
  readonly contextLength: number;
  readonly weightBytes: number;
  readonly gpu: string | false;
  readonly warnings: readonly string[];
  readonly tokens: TokenAccess;
  readonly facts: ModelFacts;
  readonly #parts: LlamaCppBackendParts;

  constructor(parts: LlamaCppBackendParts) {
    this.modelId = parts.modelId;
    this.contextLength = parts.contextLength;
    this.weightBytes = parts.weightBytes;
    this.gpu = parts.gpu;
    this.warnings = parts.warnings;
    this.tokens = createTokenAccess(parts);
    this.facts = factsOf("llama.cpp", parts, parts.size);
    this.#parts = parts;
  }

  /** The prompt of a request, as the model gets it. Throws HermesError "prompt-invalid". */
  renderPrompt(request: ChatRequest): RenderedPrompt {
    return renderRequest(request, this.#parts);
  }

  /** Tokens of that prompt; counting ends above `most`. Rejects with HermesError "prompt-invalid". */
  countPromptTokens(request: ChatRequest, most?: number): Promise<number> {
    return countPromptTokens(request, this.#parts, most);
  }

  /**
   * Throws, at the first part, HermesError "prompt-invalid", "context-exceeded", "usage" or "disposed", and at any
   * "engine-crashed"; the next request starts the engine again.
   */
  stream(request: ChatRequest, options: StreamOptions = {}): AsyncGenerator<StreamPart> {
    return closingThought(answerRequest(this.#parts, this.#parts.generator, request, options), options);
  }

  /** Throws as `stream`. */
  complete(request: CompletionRequest, options: StreamOptions = {}): AsyncGenerator<StreamPart> {
    return closingThought(completeRequest(this.#parts, this.#parts.generator, request, options), options);
  }

  /** What the grammars of answers have cost and saved. */
  grammarStats(): GrammarStats {
    return this.#parts.grammars.stats();
  }

  /** Cancels running answers and ends the engine's process. Harmless when repeated. */
  async dispose(): Promise<void> {
    await this.#parts.generator.dispose();
    await this.#parts.grammars.dispose();
  }
}
