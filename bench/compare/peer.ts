/** As much of node-llama-cpp as we use; it is no dependency, so its own types are not there. */
export interface PeerSequence {
  readonly contextTokens: readonly number[];
  clearHistory(): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: readonly number[]): Promise<void>;
  evaluate(
    tokens: readonly number[],
    options: { readonly temperature: number; readonly yieldEogToken: boolean },
  ): AsyncGenerator<number>;
  controlledEvaluate(
    input: readonly (readonly [token: number, options: { readonly generateNext?: { readonly logits: boolean } }])[],
  ): Promise<readonly ({ readonly next: { readonly logits?: ReadonlyMap<number, number> } } | undefined)[]>;
}

interface PeerContextOptions {
  readonly contextSize: number;
  readonly batchSize: number;
  readonly threads: number;
  readonly sequences: number;
  readonly experimentalKvCacheKeyType?: "F32";
  readonly experimentalKvCacheValueType?: "F32";
}

interface PeerContext {
  readonly currentThreads: number;
  getSequence(): PeerSequence;
}

interface PeerModel {
  createContext(options: PeerContextOptions): Promise<PeerContext>;
}

interface PeerLibrary {
  getLlama(options: {
    readonly gpu: false;
    readonly build: "never";
    readonly skipDownload: true;
    readonly progressLogs: false;
    readonly maxThreads: number;
    readonly logLevel: "debug";
    logger(level: string, message: string): void;
  }): Promise<{ loadModel(options: { readonly modelPath: string; readonly useMmap: boolean }): Promise<PeerModel> }>;
}

export interface PeerLoadOptions extends PeerContextOptions {
  /** Path of the installed module. */
  readonly module: string;
  /** GGUF file. */
  readonly file: string;
}

export interface LoadedPeer {
  readonly sequences: readonly PeerSequence[];
  readonly threads: number;
  /** Which of its compiled forms for this processor family it chose, for example "zen4". */
  readonly backend: string;
}

/** Loads the model into memory as llama.cpp does by default, but read instead of mapped, so that its bytes count. */
export async function loadPeer({ module, file, ...contextOptions }: PeerLoadOptions): Promise<LoadedPeer> {
  const { getLlama }: PeerLibrary = await import(module);
  let backend = "unknown";
  const llama = await getLlama({
    gpu: false,
    build: "never",
    skipDownload: true,
    progressLogs: false,
    maxThreads: contextOptions.threads,
    logLevel: "debug",
    logger: (_level, message) => {
      backend = /loaded CPU backend from .*libggml-cpu-(\w+)\./.exec(message)?.[1] ?? backend;
    },
  });
  const model = await llama.loadModel({ modelPath: file, useMmap: false });
  const context = await model.createContext(contextOptions);
  const sequences = Array.from({ length: contextOptions.sequences }, () => context.getSequence());
  return { sequences, threads: context.currentThreads, backend };
}
