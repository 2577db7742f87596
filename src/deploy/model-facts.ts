/** What decides how an engine splits a model. Counts of values. */
export interface DecoderShape {
  readonly layers: number;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly heads: number;
  /** Divides `heads`. */
  readonly kvHeads: number;
  readonly headDim: number;
  readonly vocabularySize: number;
  /** Two more norms a layer, of `headDim` values each. */
  readonly queryKeyNorm: boolean;
  /** The embedding is the head as well. */
  readonly tiedEmbeddings: boolean;
}

/** Form of the seven projections; embedding, head and norms have 16 bits in both. */
export type WeightForm = "bfloat16" | "float8";

/** Bytes of a checkpoint: one layer, and all that is outside of the layers. */
export interface WeightBytes {
  readonly layer: number;
  readonly outer: number;
}

/** Where an engine gets a model from. */
export type ModelSource =
  | { readonly kind: "repository"; readonly repository: string; readonly revision?: string }
  | { readonly kind: "folder"; readonly path: string };

/** All that a plan needs to know of a model. */
export interface ModelFacts {
  readonly source: ModelSource;
  /** What requests call the model. */
  readonly servedName: string;
  readonly shape: DecoderShape;
  readonly weightForm: WeightForm;
  readonly weightBytes: WeightBytes;
  /** Longest sequence, in tokens. */
  readonly contextLength: number;
  readonly promptProfile: "llama3" | "chatml";
  /** Whether its generation_config.json says how to sample; null where nobody has looked. */
  readonly namesSampling: boolean | null;
}

/** Bytes of a 16-bit value: weights, keys and values, activations. */
export const BYTES_16_BIT = 2;

/** Parameters of one layer: those in projections, and those in norms. */
export function layerParameters(shape: DecoderShape): { readonly projections: number; readonly norms: number } {
  const { hiddenSize, intermediateSize, heads, kvHeads, headDim, queryKeyNorm } = shape;
  const attention = 2 * hiddenSize * heads * headDim + 2 * hiddenSize * kvHeads * headDim;
  return {
    projections: attention + 3 * hiddenSize * intermediateSize,
    norms: 2 * hiddenSize + (queryKeyNorm ? 2 * headDim : 0),
  };
}

/** Parameters outside of the layers: embedding, head, last norm. */
export function outerParameters({ vocabularySize, hiddenSize, tiedEmbeddings }: DecoderShape): number {
  return (tiedEmbeddings ? 1 : 2) * vocabularySize * hiddenSize + hiddenSize;
}

/** All parameters. */
export function parameterCount(shape: DecoderShape): number {
  const { projections, norms } = layerParameters(shape);
  return shape.layers * (projections + norms) + outerParameters(shape);
}

/** Bytes of a checkpoint of this shape. Float8 with one 16-bit scale an output row, as compressed-tensors FP8_DYNAMIC has it. */
export function checkpointBytes(shape: DecoderShape, form: WeightForm): WeightBytes {
  const { hiddenSize, intermediateSize, heads, kvHeads, headDim } = shape;
  const { projections, norms } = layerParameters(shape);
  const outer = BYTES_16_BIT * outerParameters(shape);
  if (form === "bfloat16") return { layer: BYTES_16_BIT * (projections + norms), outer };
  const rows = (heads + 2 * kvHeads) * headDim + 2 * hiddenSize + 2 * intermediateSize;
  return { layer: projections + BYTES_16_BIT * (rows + norms), outer };
}

/** Bytes of the whole checkpoint. */
export function totalWeightBytes({ shape, weightBytes }: Pick<ModelFacts, "shape" | "weightBytes">): number {
  return shape.layers * weightBytes.layer + weightBytes.outer;
}

/** Bytes of keys and values of one token in `layers` layers, 16 bits a value, of which one GPU keeps `kvHeads` heads. */
export function cacheBytesPerToken({ headDim }: DecoderShape, layers: number, kvHeads: number): number {
  return 2 * layers * kvHeads * headDim * BYTES_16_BIT;
}
