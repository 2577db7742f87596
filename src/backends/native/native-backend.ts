import type { RenderedPrompt, StreamPart } from "../../chat/index.ts";
import type { Engine, EngineStats } from "../../engine/index.ts";
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

export interface NativeBackendParts extends AnsweringModel {
  readonly modelId: string;
  readonly size: ModelSize;
  readonly engine: Engine;
  /** Bytes of the weights in memory. */
  readonly weightBytes: number;
  /** What is odd about the model's files. */
  readonly warnings: readonly string[];
  /** Frees what the engine runs on; called once, after the engine is disposed. */
  readonly release: () => Promise<void>;
}

/** Answers with our own engine, in this process. It owns its parts. */
export class NativeBackend implements ChatBackend {
  readonly modelId: string;
  readonly contextLength: number;
  readonly weightBytes: number;
  readonly warnings: readonly string[];
  readonly tokens: TokenAccess;
  readonly facts: ModelFacts;
  readonly #parts: NativeBackendParts;
  #released: Promise<void> | null = null;

  constructor(parts: NativeBackendParts) {
    this.modelId = parts.modelId;
    this.contextLength = parts.engine.contextLength;
    this.weightBytes = parts.weightBytes;
    this.warnings = parts.warnings;
    this.tokens = createTokenAccess(parts);
    this.facts = factsOf("hermes", parts, parts.size);
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
   * Throws, at the first part, HermesError "prompt-invalid", "context-exceeded", "usage" or "disposed"; nothing has been
   * generated then.
   */
  stream(request: ChatRequest, options: StreamOptions = {}): AsyncGenerator<StreamPart> {
    return closingThought(answerRequest(this.#parts, this.#parts.engine, request, options), options);
  }

  /** Throws as `stream`. */
  complete(request: CompletionRequest, options: StreamOptions = {}): AsyncGenerator<StreamPart> {
    return closingThought(completeRequest(this.#parts, this.#parts.engine, request, options), options);
  }

  /** What the engine has done and does now. */
  stats(): EngineStats {
    return this.#parts.engine.stats();
  }

  /** What the grammars of answers have cost and saved. */
  grammarStats(): GrammarStats {
    return this.#parts.grammars.stats();
  }

  /** What was computed of prompts, to a file. Throws HermesError "cache-write-failed" or "disposed". */
  async saveCache(path: string): Promise<void> {
    await this.#parts.engine.saveCache(path);
  }

  /** What `saveCache` has written. Throws HermesError "cache-invalid", "file-missing" or "disposed". */
  async restoreCache(path: string): Promise<void> {
    await this.#parts.engine.restoreCache(path);
  }

  /** Cancels running answers and frees everything. Harmless when repeated. */
  dispose(): Promise<void> {
    const { engine, grammars, release } = this.#parts;
    this.#released ??= engine
      .dispose()
      .then(() => grammars.dispose())
      .then(release);
    return this.#released;
  }
}
