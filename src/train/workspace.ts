import type { TrainingKernels } from "../kernels/training/index.ts";
import type { TrainedModelConfig } from "./model-config.ts";
import type { ParameterTable } from "./parameters.ts";

/** What a layer's forward pass leaves for its backward pass. Byte addresses; T is the row length. */
export interface LayerActivations {
  /** [T, hidden] */
  readonly input: number;
  readonly inputNormed: number;
  /** [T] 1 / root mean square */
  readonly inputInverse: number;
  /** [T, (heads + 2 kvHeads) * headDim], rotated */
  readonly qkv: number;
  /** Attention probabilities, see attentionKeptFloats. */
  readonly kept: number;
  /** [T, heads * headDim] */
  readonly attended: number;
  /** [T, hidden] after attention */
  readonly middle: number;
  readonly middleNormed: number;
  readonly middleInverse: number;
  /** [T, 2 * intermediate] gate, then up; becomes its own gradient. */
  readonly gateUp: number;
  /** [T, intermediate] */
  readonly activated: number;
}

/** Every address of one replica, laid out once. R <= T is the number of trained positions. */
export interface Workspace {
  /** Parameter arrays, each [parameters.count] */
  readonly weights: number;
  readonly gradients: number;
  readonly gradientSum: number;
  readonly means: number;
  readonly variances: number;
  /** [STAGING_FLOATS] window through which other replicas' gradients are read */
  readonly staging: number;
  /** [rowLength, headDim / 2] */
  readonly cosines: number;
  readonly sines: number;
  /** int32 [T] */
  readonly tokens: number;
  readonly positions: number;
  /** int32 [R]: positions whose next token is trained, and those next tokens */
  readonly trained: number;
  readonly targets: number;
  readonly layers: readonly LayerActivations[];
  /** [T, hidden] after the last layer */
  readonly hidden: number;
  /** [R, hidden] */
  readonly gathered: number;
  readonly finalNormed: number;
  readonly finalInverse: number;
  /** [R, vocabulary], then their gradient */
  readonly logits: number;
  /** [R] */
  readonly losses: number;
  readonly dGathered: number;
  readonly dFinalNormed: number;
  /** [T, hidden] */
  readonly dHidden: number;
  readonly dNormed: number;
  readonly dQkv: number;
  readonly dAttended: number;
  readonly dActivated: number;
  readonly attentionWork: number;
  readonly scratch: number;
  /** End of everything, in bytes. */
  readonly byteLength: number;
}

/** Floats read from another replica at once. */
export const STAGING_FLOATS = 16_384;
/** AssemblyScript's stub runtime and the stack keep the first kilobytes. */
const FIRST_ADDRESS = 65_536;
const ALIGNMENT = 64;

/** Lays out weights, gradients, moments and activations for rows up to `rowLength` tokens. */
export function createWorkspace(
  config: TrainedModelConfig,
  parameters: ParameterTable,
  rowLength: number,
  kernels: TrainingKernels,
): Workspace {
  let end = FIRST_ADDRESS;
  const bytes = (count: number): number => {
    const address = end;
    end += Math.ceil(count / ALIGNMENT) * ALIGNMENT;
    return address;
  };
  const floats = (count: number): number => bytes(4 * count);
  const { hiddenSize: hidden, intermediateSize: wide, heads, headDim } = config;
  const qkvWidth = (heads + 2 * config.kvHeads) * headDim;
  const perToken = (width: number): number => floats(rowLength * width);
  const createLayer = (): LayerActivations => ({
    input: perToken(hidden),
    inputNormed: perToken(hidden),
    inputInverse: perToken(1),
    qkv: perToken(qkvWidth),
    kept: floats(heads * kernels.attentionKeptFloats(rowLength)),
    attended: perToken(heads * headDim),
    middle: perToken(hidden),
    middleNormed: perToken(hidden),
    middleInverse: perToken(1),
    gateUp: perToken(2 * wide),
    activated: perToken(wide),
  });
  const workspace = {
    weights: floats(parameters.count),
    gradients: floats(parameters.count),
    gradientSum: floats(parameters.count),
    means: floats(parameters.count),
    variances: floats(parameters.count),
    staging: floats(STAGING_FLOATS),
    cosines: perToken(headDim / 2),
    sines: perToken(headDim / 2),
    tokens: perToken(1),
    positions: perToken(1),
    trained: perToken(1),
    targets: perToken(1),
    layers: Array.from({ length: config.layers }, createLayer),
    hidden: perToken(hidden),
    gathered: perToken(hidden),
    finalNormed: perToken(hidden),
    finalInverse: perToken(1),
    logits: perToken(config.vocabularySize),
    losses: perToken(1),
    dGathered: perToken(hidden),
    dFinalNormed: perToken(hidden),
    dHidden: perToken(hidden),
    dNormed: perToken(hidden),
    dQkv: perToken(qkvWidth),
    dAttended: perToken(heads * headDim),
    dActivated: perToken(wide),
    attentionWork: bytes(kernels.attentionScratchBytes(rowLength)),
    scratch: bytes(kernels.matmulScratchBytes()),
  };
  return { ...workspace, byteLength: end };
}
