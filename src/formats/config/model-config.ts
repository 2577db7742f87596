/** What a model is, whatever its file called it. Nothing of the file's spelling leaves this folder. */
export interface ModelConfig {
  /** The family, as the file names it. */
  readonly modelType: "llama" | "qwen3";
  readonly hiddenSize: number;
  readonly layers: number;
  readonly heads: number;
  /** Divides `heads`. */
  readonly kvHeads: number;
  /** Even; not always hiddenSize / heads. */
  readonly headDim: number;
  readonly intermediateSize: number;
  readonly vocabularySize: number;
  readonly rmsNormEpsilon: number;
  /** Queries and keys are normed head by head, each with one weight of headDim values a layer, before they are rotated. */
  readonly queryKeyNorm: boolean;
  readonly ropeTheta: number;
  readonly ropeScaling: RopeScaling | null;
  /** Longest sequence, in tokens. */
  readonly contextLength: number;
  /** The embedding table is also the output matrix; there is no lm_head. */
  readonly tiedEmbeddings: boolean;
  /** Dtype the weights had in training, where the file says so. Tensors carry their own. */
  readonly trainedDtype: "bfloat16" | "float16" | "float32" | null;
  readonly bosTokenId: number | null;
  /** May be empty; the generation config and the tokenizer name more. */
  readonly eosTokenIds: readonly number[];
}

/** Llama 3.1's stretch of the rotary frequencies: by wavelength, kept, divided by `factor`, or a blend of both. */
export interface RopeScaling {
  readonly type: "llama3";
  readonly factor: number;
  readonly lowFrequencyFactor: number;
  readonly highFrequencyFactor: number;
  /** Tokens the base model was trained on. */
  readonly originalContextLength: number;
}
