/** The shape of a Llama 3.1 or, with norms on queries and keys and without the llama3 stretch, of a Qwen3. */
export interface CheckpointShape {
  /** Default "llama". */
  readonly family?: "llama" | "qwen3";
  readonly hiddenSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly intermediateSize: number;
  readonly vocabularySize: number;
  readonly contextLength: number;
  /** Context before the llama3 stretch by a factor of 8; of no meaning for a Qwen3. */
  readonly originalContextLength: number;
  readonly ropeTheta: number;
  readonly tied: boolean;
  /** Standard deviation of the weights. */
  readonly std: number;
}

const llama31 = { headDim: 128, contextLength: 131072, originalContextLength: 8192, ropeTheta: 500000, std: 0.02 };

export const shapes = {
  /**
   * For golden logits. Rotary wavelengths are 6.3, 19.9, 62.8, 199 ... tokens, so with 64 original tokens all three bands
   * of the llama3 scaling occur; the larger weights make attention sharp enough to notice a wrong position.
   */
  tiny: {
    hiddenSize: 64,
    layers: 2,
    heads: 4,
    kvHeads: 2,
    headDim: 16,
    intermediateSize: 160,
    vocabularySize: 97,
    contextLength: 512,
    originalContextLength: 64,
    ropeTheta: 10000,
    tied: false,
    std: 0.2,
  },
  /** The same with norms on queries and keys, for golden logits. */
  "tiny-qwen3": {
    family: "qwen3",
    hiddenSize: 64,
    layers: 2,
    heads: 4,
    kvHeads: 2,
    headDim: 32,
    intermediateSize: 160,
    vocabularySize: 97,
    contextLength: 512,
    originalContextLength: 512,
    ropeTheta: 10000,
    tied: false,
    std: 0.2,
  },
  /** The shape our benches measure. */
  "100m": {
    hiddenSize: 768,
    layers: 12,
    heads: 12,
    kvHeads: 4,
    headDim: 64,
    intermediateSize: 2048,
    vocabularySize: 32000,
    contextLength: 8192,
    originalContextLength: 1024,
    ropeTheta: 500000,
    tied: true,
    std: 0.02,
  },
  /** The shape on which we compare ourselves with others: 1.10 G weights, 0.98 G of them in the layers. */
  "1b": {
    ...llama31,
    headDim: 64,
    hiddenSize: 2048,
    layers: 16,
    heads: 32,
    kvHeads: 8,
    intermediateSize: 8192,
    vocabularySize: 32000,
    tied: false,
  },
  /** Llama 3.1 8B. */
  "8b": {
    ...llama31,
    hiddenSize: 4096,
    layers: 32,
    heads: 32,
    kvHeads: 8,
    intermediateSize: 14336,
    vocabularySize: 128256,
    tied: false,
  },
  /** Hermes 4 14B. */
  "14b": {
    family: "qwen3",
    hiddenSize: 5120,
    layers: 40,
    heads: 40,
    kvHeads: 8,
    headDim: 128,
    intermediateSize: 17408,
    vocabularySize: 151936,
    contextLength: 40960,
    originalContextLength: 40960,
    ropeTheta: 1000000,
    tied: false,
    std: 0.02,
  },
  /** Hermes 4 70B; with one layer, a real size for kernels. */
  "70b": {
    ...llama31,
    hiddenSize: 8192,
    layers: 80,
    heads: 64,
    kvHeads: 8,
    intermediateSize: 28672,
    vocabularySize: 128256,
    tied: false,
  },
} as const satisfies Record<string, CheckpointShape>;

export type ShapeName = keyof typeof shapes;
