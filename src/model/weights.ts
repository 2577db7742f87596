import { type Checkpoint, type ModelConfig, type QuantizationConfig, readFloats } from "../formats/index.ts";
import type { Backend, FloatBuffer, Matrix } from "../kernels/index.ts";
import { checkWeights } from "./check-weights.ts";
import { expectedWeights, type LayerWeightName, layerWeightName, outerNames } from "./weight-names.ts";

/** Matrices are [out, in]; norms [hiddenSize]. */
export interface LayerWeights {
  readonly inputNorm: FloatBuffer;
  readonly query: Matrix;
  readonly key: Matrix;
  readonly value: Matrix;
  readonly output: Matrix;
  /** [headDim] each; null where the family has none. */
  readonly queryNorm: FloatBuffer | null;
  readonly keyNorm: FloatBuffer | null;
  readonly mlpNorm: FloatBuffer;
  readonly gate: Matrix;
  readonly up: Matrix;
  readonly down: Matrix;
}

export interface ModelWeights {
  /** [vocabularySize, hiddenSize] */
  readonly embedding: Matrix;
  readonly layers: readonly LayerWeights[];
  readonly finalNorm: FloatBuffer;
  /** [vocabularySize, hiddenSize]; the embedding itself where the two are tied. */
  readonly head: Matrix;
  /** Bytes of all matrices in backend memory. */
  readonly byteLength: number;
  /** Tensors of the checkpoint that nobody uses. */
  readonly warnings: readonly string[];
  dispose(): void;
}

/** Bytes of the checkpoint read so far, and in all. */
export type WeightProgress = (loadedBytes: number, totalBytes: number) => void;

/**
 * Checks the whole checkpoint, then hands it to the backend matrix by matrix. What was loaded is freed again on failure.
 * Throws as `checkWeights` and as the backend.
 */
export async function loadWeights(
  checkpoint: Checkpoint,
  config: ModelConfig,
  quantization: QuantizationConfig | null,
  backend: Backend,
  onProgress: WeightProgress = () => {},
): Promise<ModelWeights> {
  const checked = checkWeights(checkpoint, quantization, expectedWeights(config));
  const loaded: (FloatBuffer | Matrix)[] = [];
  const names = [...checked.matrices.keys(), ...checked.norms.keys()];
  const bytesOf = (name: string): number => checkpoint.tensors.get(name)!.byteLength;
  const totalBytes = names.reduce((sum, name) => sum + bytesOf(name), 0);
  let loadedBytes = 0;
  const keep = <Part extends FloatBuffer | Matrix>(name: string, part: Part): Part => {
    loaded.push(part);
    loadedBytes += bytesOf(name);
    onProgress(loadedBytes, totalBytes);
    return part;
  };
  const matrix = async (name: string): Promise<Matrix> =>
    keep(name, await backend.loadMatrix(checked.matrices.get(name)!));
  const norm = (name: string): FloatBuffer => keep(name, loadNorm(backend, readFloats(checked.norms.get(name)!)));
  const dispose = (): void => {
    for (const part of loaded) part.dispose();
  };
  try {
    const embedding = await matrix(outerNames.embedding);
    const layers: LayerWeights[] = [];
    for (let layer = 0; layer < config.layers; layer++) layers.push(await loadLayer(layer, config, matrix, norm));
    const finalNorm = norm(outerNames.finalNorm);
    const head = config.tiedEmbeddings ? embedding : await matrix(outerNames.head);
    const byteLength = loaded.reduce((sum, part) => sum + ("byteLength" in part ? part.byteLength : 0), 0);
    return { embedding, layers, finalNorm, head, byteLength, warnings: checked.warnings, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

function loadNorm(backend: Backend, values: Float32Array): FloatBuffer {
  const buffer = backend.createBuffer(values.length);
  backend.write(buffer, values);
  return buffer;
}

async function loadLayer(
  layer: number,
  { queryKeyNorm }: ModelConfig,
  matrix: (name: string) => Promise<Matrix>,
  norm: (name: string) => FloatBuffer,
): Promise<LayerWeights> {
  const name = (weight: LayerWeightName): string => layerWeightName(layer, weight);
  return {
    inputNorm: norm(name("inputNorm")),
    query: await matrix(name("query")),
    queryNorm: queryKeyNorm ? norm(name("queryNorm")) : null,
    key: await matrix(name("key")),
    keyNorm: queryKeyNorm ? norm(name("keyNorm")) : null,
    value: await matrix(name("value")),
    output: await matrix(name("output")),
    mlpNorm: norm(name("mlpNorm")),
    gate: await matrix(name("gate")),
    up: await matrix(name("up")),
    down: await matrix(name("down")),
  };
}
