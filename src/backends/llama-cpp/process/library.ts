/** What we use of node-llama-cpp 3.22. It is not installed with this package, so its own declarations are not there. */

export interface LlamaLibrary {
  getLlama(options: {
    readonly gpu: GpuChoice;
    readonly build: "never";
    readonly skipDownload: true;
    readonly progressLogs: false;
    readonly logLevel: "error";
    readonly maxThreads: 0;
    /** Gets what `logLevel` lets through, after the fact. */
    logger(level: string, message: string): void;
  }): Promise<Llama>;
  getModuleVersion(): Promise<string>;
}

/** The compute layer; false is the CPU alone. */
export type GpuChoice = "auto" | "metal" | "cuda" | "vulkan" | false;

export interface Llama {
  readonly gpu: string | false;
  loadModel(options: {
    readonly modelPath: string;
    readonly gpuLayers?: number;
    onLoadProgress(fraction: number): void;
  }): Promise<LlamaModel>;
}

export interface LlamaModel {
  createContext(options: {
    /** A number, or the largest of at most `max` tokens that fits into memory. */
    readonly contextSize: number | { readonly max: number };
    readonly sequences: number;
    /** 0 for the machine's. */
    readonly threads: number;
    readonly flashAttention?: boolean;
    readonly experimentalKvCacheKeyType?: "F32";
    readonly experimentalKvCacheValueType?: "F32";
  }): Promise<LlamaContext>;
}

export interface LlamaContext {
  readonly contextSize: number;
  getSequence(): LlamaSequence;
}

export interface LlamaSequence {
  /** Tokens whose keys and values it holds. */
  readonly nextTokenIndex: number;
  eraseContextTokenRanges(ranges: readonly { readonly start: number; readonly end: number }[]): Promise<void>;
  /** Result i belongs to input i; only what was asked for is there. */
  controlledEvaluate(
    input: readonly (number | readonly [token: number, { readonly generateNext: GenerateNext }])[],
  ): Promise<readonly (undefined | { readonly next: { readonly logits?: ReadonlyMap<number, number> } })[]>;
}

export interface GenerateNext {
  readonly logits: true | { readonly filter: { readonly tokens: readonly number[]; readonly includeTop: number } };
  /**
   * What is drawn we do not use, but the logits come as its steps leave them. Temperature 0 leaves all; any other keeps the `topK`
   * largest, found without sorting the vocabulary, and divides by the temperature.
   */
  readonly options:
    | { readonly temperature: 0 }
    | { readonly temperature: 1; readonly topK: number; readonly topP: 1; readonly minP: 0 };
}
