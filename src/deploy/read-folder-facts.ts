import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { HermesError } from "../errors.ts";
import {
  INDEX_FILE,
  type ModelConfig,
  openCheckpoint,
  readGenerationConfig,
  readModelConfig,
  readQuantizationConfig,
  readShardIndex,
  SINGLE_FILE,
} from "../formats/index.ts";
import { servedNameOf } from "./known-models.ts";
import {
  checkpointBytes,
  type DecoderShape,
  type ModelFacts,
  type ModelSource,
  type WeightBytes,
  type WeightForm,
} from "./model-facts.ts";

const LAYER_NAME = /^model\.layers\.\d+\./;

/**
 * The facts of a model folder, by its config.json; the bytes are counted where the weights are there, else computed. `source` is what
 * an engine is told, the folder itself where nothing else is given.
 * Throws as `readModelConfig`, `readQuantizationConfig` and `openCheckpoint`.
 */
export function readFolderFacts(folder: string, source?: ModelSource): ModelFacts {
  if (!existsSync(folder)) throw missingFolder(folder);
  const config = readModelConfig(folder);
  const { temperature, topP, topK } = readGenerationConfig(folder);
  const weightForm: WeightForm = readQuantizationConfig(folder) === null ? "bfloat16" : "float8";
  const shape = shapeOf(config);
  const place = source ?? { kind: "folder", path: resolve(folder) };
  return {
    source: place,
    servedName: servedNameOf(place.kind === "folder" ? place.path : place.repository),
    shape,
    weightForm,
    weightBytes: hasWeights(folder) ? countBytes(folder, shape) : checkpointBytes(shape, weightForm),
    contextLength: config.contextLength,
    promptProfile: config.modelType === "qwen3" ? "chatml" : "llama3",
    namesSampling: [temperature, topP, topK].some((value) => value !== undefined),
  };
}

function shapeOf(config: ModelConfig): DecoderShape {
  const { layers, hiddenSize, intermediateSize, heads, kvHeads, headDim } = config;
  const { vocabularySize, queryKeyNorm, tiedEmbeddings } = config;
  return {
    layers,
    hiddenSize,
    intermediateSize,
    heads,
    kvHeads,
    headDim,
    vocabularySize,
    queryKeyNorm,
    tiedEmbeddings,
  };
}

/** All files of the checkpoint; a folder with config.json and the index alone has none. */
function hasWeights(folder: string): boolean {
  if (existsSync(join(folder, SINGLE_FILE))) return true;
  if (!existsSync(join(folder, INDEX_FILE))) return false;
  const files = new Set(readShardIndex(join(folder, INDEX_FILE)).values());
  return [...files].every((file) => existsSync(join(folder, file)));
}

function countBytes(folder: string, { layers }: DecoderShape): WeightBytes {
  const checkpoint = openCheckpoint(folder);
  try {
    const tensors = [...checkpoint.tensors.values()];
    const inLayers = sumBytes(tensors.filter(({ name }) => LAYER_NAME.test(name)));
    return { layer: Math.ceil(inLayers / layers), outer: sumBytes(tensors) - inLayers };
  } finally {
    checkpoint.dispose();
  }
}

function sumBytes(tensors: readonly { readonly byteLength: number }[]): number {
  return tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function missingFolder(folder: string): HermesError {
  return new HermesError("file-missing", `No model at ${folder}: no such folder. Give a folder with a config.json.`, {
    path: folder,
  });
}
