import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  type Dtype,
  INDEX_FILE,
  type ModelConfig,
  openCheckpoint,
  readShardIndex,
  SINGLE_FILE,
} from "../formats/index.ts";
import type { WeightDtype } from "../kernels/index.ts";
import { expectedWeights, outerNames } from "./weight-names.ts";

/** A matrix that a model will hold. */
export interface PlannedWeight {
  /** Form in the file. */
  readonly kind: WeightDtype["kind"];
  readonly rows: number;
  readonly columns: number;
  readonly isEmbedding: boolean;
}

/** What is known of a folder's matrices without reading them. */
export interface PlannedWeights {
  readonly weights: readonly PlannedWeight[];
  /** "files": from the headers of the files. "index": the files are not here; shapes by config.json, forms by the index's names. */
  readonly basis: "files" | "index";
}

const kinds: Readonly<Partial<Record<Dtype, WeightDtype["kind"]>>> = {
  F32: "float32",
  F16: "float16",
  BF16: "bfloat16",
  F8_E4M3: "float8",
};

/**
 * The matrices of a model folder in the shapes that config.json asks for: a plan of a checkpoint with faults is as good as its
 * configuration; loading tells the faults. Throws as `openCheckpoint`, where files and index are missing or broken.
 */
export function readPlannedWeights(folder: string, config: ModelConfig): PlannedWeights {
  if (!existsSync(join(folder, SINGLE_FILE)) && existsSync(join(folder, INDEX_FILE))) {
    const files = readShardIndex(join(folder, INDEX_FILE));
    const allHere = [...new Set(files.values())].every((file) => existsSync(join(folder, file)));
    if (!allHere) return { weights: plan(config, (name) => kindByNames(name, files, config)), basis: "index" };
  }
  const checkpoint = openCheckpoint(folder);
  try {
    const kindOf = (name: string) => kinds[checkpoint.tensors.get(name)?.dtype ?? "BF16"] ?? "bfloat16";
    return { weights: plan(config, kindOf), basis: "files" };
  } finally {
    checkpoint.dispose();
  }
}

function plan(config: ModelConfig, kindOf: (name: string) => WeightDtype["kind"]): PlannedWeight[] {
  const weights: PlannedWeight[] = [];
  for (const [name, [rows, columns]] of expectedWeights(config)) {
    if (columns === undefined) continue;
    weights.push({ kind: kindOf(name), rows, columns, isEmbedding: name === outerNames.embedding });
  }
  return weights;
}

/** A scale beside a weight means float8; else it has the dtype of training. */
function kindByNames(name: string, names: ReadonlyMap<string, string>, config: ModelConfig): WeightDtype["kind"] {
  if (names.has(`${name}_scale`)) return "float8";
  return config.trainedDtype ?? "bfloat16";
}
