import { fileURLToPath } from "node:url";
import {
  type ChatAnswer,
  type ChatRequest,
  collectAnswer,
  loadNativeBackend,
  type NativeBackend,
  type NativeBackendOptions,
  type StreamOptions,
} from "./backends/index.ts";
import type { RenderedPrompt, StreamPart } from "./chat/index.ts";

export type { ChatAnswer, ChatRequest, LoadProgress, StreamOptions } from "./backends/index.ts";

export interface LoadOptions extends Omit<NativeBackendOptions, "folder" | "modelId"> {
  /** A model folder in Hugging Face layout, or "nano" (default) for the model that comes with the package. */
  readonly model?: string;
}

const NANO = "nano";
/** Found alike from the sources and from the built files. */
const NANO_FOLDER = fileURLToPath(new URL("../models/nano", import.meta.url));

/** A Hermes model, ready to answer. Whoever loaded it disposes it. */
export class Hermes {
  readonly modelId: string;
  /** Longest prompt plus answer, in tokens. */
  readonly contextLength: number;
  /** Milliseconds it took to load. */
  readonly loadMs: number;
  /** Bytes of the weights in memory. */
  readonly weightBytes: number;
  /** What is odd about the model's files. */
  readonly warnings: readonly string[];
  readonly #backend: NativeBackend;

  private constructor(backend: NativeBackend, loadMs: number) {
    this.modelId = backend.modelId;
    this.contextLength = backend.contextLength;
    this.weightBytes = backend.weightBytes;
    this.warnings = backend.warnings;
    this.loadMs = loadMs;
    this.#backend = backend;
  }

  /**
   * Loads a model; a string is its folder or "nano".
   * Throws HermesError "file-missing", "file-invalid", "config-invalid", "unsupported", "checkpoint-invalid",
   * "memory-exhausted" or "usage".
   */
  static async load(options: LoadOptions | string = {}): Promise<Hermes> {
    const start = performance.now();
    const { model = NANO, ...rest } = typeof options === "string" ? { model: options } : options;
    const named = model === NANO ? { folder: NANO_FOLDER, modelId: NANO } : { folder: model };
    const backend = await loadNativeBackend({ ...rest, ...named });
    return new Hermes(backend, performance.now() - start);
  }

  /**
   * Answers a request part by part; the last part is "finish". Leaving the loop early cancels the answer, and so does the
   * signal, which still gives a finish part.
   * Throws HermesError "prompt-invalid", "context-exceeded", "usage" or "disposed" before the first part.
   */
  stream(request: ChatRequest, options: StreamOptions = {}): AsyncIterable<StreamPart> {
    return this.#backend.stream(request, options);
  }

  /** The whole answer: the fold of `stream`. */
  chat(request: ChatRequest, options: StreamOptions = {}): Promise<ChatAnswer> {
    return collectAnswer(this.stream(request, options));
  }

  /** The prompt of a request, as the model gets it. Throws HermesError "prompt-invalid". */
  renderPrompt(request: ChatRequest): RenderedPrompt {
    return this.#backend.renderPrompt(request);
  }

  /**
   * Writes what was computed of prompts to a file that only its owner may read, so that a long system prompt survives a restart.
   * Throws HermesError "cache-write-failed" and leaves an earlier file as it was.
   */
  saveCache(path: string): Promise<void> {
    return this.#backend.saveCache(path);
  }

  /**
   * Takes up what `saveCache` of the same model, loaded the same way, has written. Throws HermesError "cache-invalid" or
   * "file-missing"; nothing has changed then.
   */
  restoreCache(path: string): Promise<void> {
    return this.#backend.restoreCache(path);
  }

  /** Cancels running answers, frees the memory and ends the threads. Harmless when repeated. */
  dispose(): Promise<void> {
    return this.#backend.dispose();
  }
}
