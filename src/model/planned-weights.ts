import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  type Dtype,
  dtypeByteLength,
  elementCount,
  INDEX_FILE,
  type ModelConfig,
  openCheckpoint,
  type QuantizationConfig,
  readQuantizationConfig,
  readShardIndex,
  SINGLE_FILE,
} from "../formats/index.ts";
import type { WeightDtype } from "../kernels/index.ts";
import { predictTensors, scaleNames, type TensorHeader } from "./predict-tensors.ts";
import { expectedWeights, outerNames, type WeightShape } from "./weight-names.ts";

/** A matrix that a model will hold. */
export interface PlannedWeight {
  /** Form in the file. */
  readonly kind: WeightDtype["kind"];
  readonly rows: number;
  readonly columns: number;
  /** Columns that share a scale: all, but in forms with blocks. */
  readonly blockColumns: number;
  readonly isEmbedding: boolean;
}

/** What is known of a folder's weights without reading them. */
export interface PlannedWeights {
  readonly weights: readonly PlannedWeight[];
  /** Numbers the model learnt, norms included, scales not. */
  readonly parameters: number;
  /** Bytes of these and of the weights' scales in the files. */
  readonly checkpointBytes: number;
  /** "files": from the headers of the files. "index": the files are not here; shapes by config.json, forms by the index's names. */
  readonly basis: "files" | "index";
}

const kinds: Readonly<Partial<Record<Dtype, WeightDtype["kind"]>>> = {
  F32: "float32",
  F16: "float16",
  BF16: "bfloat16",
  F8_E4M3: "float8",
  // As older files of modelopt call it.
  I8: "float8",
};
/** Columns of a block where the configuration gives none. */
const DEFAULT_BLOCK_COLUMNS = 128;

/**
 * The matrices of a model folder in the shapes that config.json asks for: a plan of a checkpoint with faults is as good as its
 * configuration; loading tells the faults. Throws as `readQuantizationConfig` and, where files and index are missing or broken, as
 * `openCheckpoint`.
 */
export function readPlannedWeights(folder: string, config: ModelConfig): PlannedWeights {
  const quantization = readQuantizationConfig(folder);
  if (!existsSync(join(folder, SINGLE_FILE)) && existsSync(join(folder, INDEX_FILE))) {
    const files = readShardIndex(join(folder, INDEX_FILE));
    const allHere = [...new Set(files.values())].every((file) => existsSync(join(folder, file)));
    if (!allHere) return planWeights(config, quantization, predictTensors(config, quantization, files), "index");
  }
  const checkpoint = openCheckpoint(folder);
  try {
    return planWeights(config, quantization, checkpoint.tensors, "files");
  } finally {
    checkpoint.dispose();
  }
}

function planWeights(
  config: ModelConfig,
  quantization: QuantizationConfig | null,
  tensors: ReadonlyMap<string, TensorHeader>,
  basis: PlannedWeights["basis"],
): PlannedWeights {
  const weights: PlannedWeight[] = [];
  let parameters = 0;
  let checkpointBytes = 0;
  for (const [name, shape] of expectedWeights(config)) {
    const dtype = tensors.get(name)?.dtype ?? "BF16";
    const scale = findScale(name, tensors);
    parameters += elementCount(shape);
    checkpointBytes += elementCount(shape) * dtypeByteLength(dtype) + (scale === undefined ? 0 : byteLengthOf(scale));
    const [rows, columns] = shape;
    if (columns === undefined) continue;
    const kind = isInBlocks(shape, scale) ? "float8-blocks" : (kinds[dtype] ?? "bfloat16");
    const blockColumns = kind === "float8-blocks" ? (quantization?.blockSize?.[1] ?? DEFAULT_BLOCK_COLUMNS) : columns;
    weights.push({ kind, rows, columns, blockColumns, isEmbedding: name === outerNames.embedding });
  }
  return { weights, parameters, checkpointBytes, basis };
}

function findScale(name: string, tensors: ReadonlyMap<string, TensorHeader>): TensorHeader | undefined {
  const found = scaleNames(name).find((scale) => tensors.has(scale));
  return found === undefined ? undefined : tensors.get(found);
}

function byteLengthOf({ shape, dtype }: TensorHeader): number {
  return elementCount(shape) * dtypeByteLength(dtype);
}

/** Neither one scale nor one a row. */
function isInBlocks([rows]: WeightShape, scale: TensorHeader | undefined): boolean {
  if (scale === undefined || scale.shape.length !== 2) return false;
  const count = elementCount(scale.shape);
  return count !== 1 && !(scale.shape[0] === rows && count === rows);
}
