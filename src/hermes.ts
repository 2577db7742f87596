import { existsSync } from "node:fs";
import {
  type AskedRequest,
  answerObject,
  type ChatAnswer,
  type CompletionRequest,
  collectAnswer,
  type ModelFacts,
  NativeBackend,
  type ObjectAnswer,
  type ObjectRequest,
  type OpenedBackend,
  type OpenOptions,
  openBackend,
  type StreamOptions,
  type TokenAccess,
  withPlainTools,
} from "./backends/index.ts";
import type { RenderedPrompt, StreamPart } from "./chat/index.ts";
import type { EngineStats } from "./engine/index.ts";
import { HermesError } from "./errors.ts";
import type { GrammarStats } from "./grammar/index.ts";
import { EMBEDDED_MODEL, findModel, type HubSettings, notFetched, readModelReference } from "./hub/index.ts";

export type {
  AskedRequest,
  ChatAnswer,
  ChatRequest,
  CompletionRequest,
  EncodeOptions,
  LoadProgress,
  ModelFacts,
  ObjectAnswer,
  ObjectRequest,
  SchemaTool,
  StreamOptions,
  TokenAccess,
} from "./backends/index.ts";
export { ThoughtControl } from "./backends/index.ts";
export type { EngineStats } from "./engine/index.ts";
export type { Constraint, GrammarStats, JsonSchemaConstraint, StandardSchema, TimeCounts } from "./grammar/index.ts";
export { GRAMMAR_TIME_BOUNDS } from "./grammar/index.ts";
export type { SamplingOptions } from "./sampling/index.ts";

export interface LoadOptions extends Omit<OpenOptions, "modelId"> {
  /**
   * What to run: "nano" (default) for the model that comes with the package, a model folder in Hugging Face layout, a .gguf file,
   * the http(s) address of an OpenAI-compatible API, or a model that `hermes pull` has fetched (an alias or ORG/NAME).
   */
  readonly model?: string;
  /** Where fetched models lie. Default: where Hugging Face's own tools keep them. */
  readonly hub?: HubSettings;
}

/** A Hermes model, ready to answer. Whoever loaded it disposes it. */
export class Hermes {
  readonly modelId: string;
  /** Longest prompt plus answer, in tokens. */
  readonly contextLength: number;
  /** Milliseconds it took to load. */
  readonly loadMs: number;
  /** Bytes of the weights on this computer; 0 where they are elsewhere. */
  readonly weightBytes: number;
  /** What is odd about the model's files or the endpoint. */
  readonly warnings: readonly string[];
  readonly #backend: OpenedBackend;

  private constructor(backend: OpenedBackend, loadMs: number) {
    this.modelId = backend.modelId;
    this.contextLength = backend.contextLength;
    this.weightBytes = backend.weightBytes;
    this.warnings = backend.warnings;
    this.loadMs = loadMs;
    this.#backend = backend;
  }

  /**
   * Loads a model; a string is what `model` would be.
   * Throws HermesError "file-missing", "file-invalid", "config-invalid", "unsupported", "checkpoint-invalid", "memory-exhausted",
   * "model-incomplete", "dependency-missing", "engine-crashed", "remote-failed" or "usage".
   */
  static async load(options: LoadOptions | string = {}): Promise<Hermes> {
    const start = performance.now();
    const { model = EMBEDDED_MODEL, hub, ...rest } = typeof options === "string" ? { model: options } : options;
    const { location, modelId } = locate(model, hub);
    const backend = await openBackend(location, { ...rest, ...(modelId === undefined ? {} : { modelId }) });
    return new Hermes(backend, performance.now() - start);
  }

  /**
   * Answers a request part by part; the last part is "finish". Leaving the loop early cancels the answer, and so does the
   * signal, which still gives a finish part.
   * Throws HermesError "prompt-invalid", "context-exceeded", "usage" or "disposed" before the first part.
   */
  stream(request: AskedRequest, options: StreamOptions = {}): AsyncIterable<StreamPart> {
    return this.#backend.stream(withPlainTools(request), options);
  }

  /** The whole answer: the fold of `stream`. */
  async chat(request: AskedRequest, options: StreamOptions = {}): Promise<ChatAnswer> {
    return collectAnswer(this.stream(request, options));
  }

  /**
   * A value that meets a schema: a JSON Schema, or one of zod or another library, which then has the last word on the value and its type.
   * The schema is shown to the model, and the answer is held to it. Rejects as `chat`, and with HermesError "object-invalid" where the
   * answer was cut or that library refuses the value; its facts hold the text that came.
   */
  object<Schema>(request: ObjectRequest, schema: Schema, options: StreamOptions = {}): Promise<ObjectAnswer<Schema>> {
    return answerObject((asked) => this.chat(asked, options), request, schema);
  }

  /**
   * Continues a text as it stands, without a template: "text-delta" parts and a "finish" part.
   * Throws HermesError as `stream`, and "unsupported" where the engine cannot.
   */
  complete(request: CompletionRequest, options: StreamOptions = {}): AsyncIterable<StreamPart> {
    return this.#backend.complete(request, options);
  }

  /** The prompt of a request, as the model gets it. Throws HermesError "prompt-invalid". */
  renderPrompt(request: AskedRequest): RenderedPrompt {
    return this.#backend.renderPrompt(withPlainTools(request));
  }

  /**
   * Tokens of the prompt of a request. Counting goes in slices of a few milliseconds and ends above `most`: what is larger is a
   * lower bound. Rejects with HermesError "prompt-invalid", and "unsupported" where the tokenizer is elsewhere.
   */
  async countPromptTokens(request: AskedRequest, most?: number): Promise<number> {
    return this.#backend.countPromptTokens(withPlainTools(request), most);
  }

  /** The tokenizer; null where it is elsewhere. */
  get tokens(): TokenAccess | null {
    return this.#backend.tokens;
  }

  /** What is known of the model beside its name. */
  get facts(): ModelFacts {
    return this.#backend.facts;
  }

  /** What the engine has done and does now; null for other engines than our own. */
  stats(): EngineStats | null {
    return this.#backend instanceof NativeBackend ? this.#backend.stats() : null;
  }

  /** What constraints of answers have cost and saved so far; null where they are enforced elsewhere. */
  grammarStats(): GrammarStats | null {
    return this.#backend.grammarStats?.() ?? null;
  }

  /** Whether `saveCache` and `restoreCache` work: they do for models that run on our own engine. */
  get keepsCache(): boolean {
    return this.#backend instanceof NativeBackend;
  }

  /**
   * Writes what was computed of prompts to a file that only its owner may read, so that a long system prompt survives a restart.
   * Throws HermesError "cache-write-failed" and leaves an earlier file as it was; "unsupported" for other engines than our own.
   */
  async saveCache(path: string): Promise<void> {
    await ownEngine(this.#backend).saveCache(path);
  }

  /**
   * Takes up what `saveCache` of the same model, loaded the same way, has written. Throws HermesError "cache-invalid",
   * "file-missing" or "unsupported"; nothing has changed then.
   */
  async restoreCache(path: string): Promise<void> {
    await ownEngine(this.#backend).restoreCache(path);
  }

  /** Cancels running answers, frees the memory and ends the threads. Harmless when repeated. */
  dispose(): Promise<void> {
    return this.#backend.dispose();
  }
}

/** A path that exists, and an address, stand for themselves; any other name is looked up among the fetched models. */
function locate(model: string, hub: HubSettings | undefined): { location: string; modelId?: string } {
  const stands = model !== EMBEDDED_MODEL && (existsSync(model) || /^https?:\/\//i.test(model));
  const found = stands ? null : findModel(model, hub);
  if (found !== null) return { location: found.ggufFile ?? found.folder, modelId: found.modelId };
  if (stands || readModelReference(model) === null || /\.gguf$/i.test(model)) return { location: model };
  throw notFetched(model);
}

function ownEngine(backend: OpenedBackend): NativeBackend {
  if (backend instanceof NativeBackend) return backend;
  const supported = ["models in safetensors"];
  const message =
    "What was computed of prompts can be kept for models that run on our own engine, those in safetensors.";
  throw new HermesError("unsupported", message, { what: "a cache file of another engine", supported });
}
