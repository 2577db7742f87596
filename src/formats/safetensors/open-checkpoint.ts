import { existsSync } from "node:fs";
import { join } from "node:path";
import { HermesError } from "../../errors.ts";
import { quoteName } from "../quote-name.ts";
import { INDEX_FILE, readShardIndex, SINGLE_FILE } from "./checkpoint-index.ts";
import { openSafetensors, type SafetensorsFile } from "./open-safetensors.ts";
import type { TensorView } from "./tensor-view.ts";

/** All tensors of a model folder, whatever number of files they lie in; whoever opened it disposes it. */
export interface Checkpoint {
  readonly folder: string;
  /** By name. With an index, exactly the tensors it lists. */
  readonly tensors: ReadonlyMap<string, TensorView>;
  /** Closes all files; later reads throw "disposed". Harmless when repeated. */
  dispose(): void;
}

/**
 * Opens `model.safetensors`, else the shards of `model.safetensors.index.json`, in `folder` and checks all headers.
 * Memory: the headers, never the data. A link to a file elsewhere is followed, as download caches are made of links.
 * @throws HermesError "file-missing", "file-invalid", "unsupported" (an unknown dtype) or "checkpoint-invalid" with
 * every missing shard or tensor.
 */
export function openCheckpoint(folder: string): Checkpoint {
  if (existsSync(join(folder, SINGLE_FILE))) {
    const file = openSafetensors(join(folder, SINGLE_FILE));
    return Object.freeze({ folder, tensors: file.tensors, dispose: file.dispose });
  }
  const indexPath = join(folder, INDEX_FILE);
  if (!existsSync(indexPath)) {
    const message = `${folder}: expected ${SINGLE_FILE} or ${INDEX_FILE}, found neither. Is it a model folder?`;
    throw new HermesError("file-missing", message, { path: folder });
  }
  return openShards(folder, indexPath);
}

function openShards(folder: string, indexPath: string): Checkpoint {
  const fileOfTensor = readShardIndex(indexPath);
  const shardNames = [...new Set(fileOfTensor.values())].sort();
  const missing = shardNames.filter((name) => !existsSync(join(folder, name)));
  if (missing.length > 0)
    throw incomplete(
      folder,
      missing.map((name) => `file ${name} is missing`),
    );
  const shards = new Map<string, SafetensorsFile>();
  const dispose = () => {
    for (const shard of shards.values()) shard.dispose();
  };
  try {
    for (const name of shardNames) shards.set(name, openSafetensors(join(folder, name)));
    return Object.freeze({ folder, tensors: collectTensors(folder, fileOfTensor, shards), dispose });
  } catch (error) {
    dispose();
    throw error;
  }
}

function collectTensors(
  folder: string,
  fileOfTensor: ReadonlyMap<string, string>,
  shards: ReadonlyMap<string, SafetensorsFile>,
): ReadonlyMap<string, TensorView> {
  const tensors = new Map<string, TensorView>();
  const faults: string[] = [];
  for (const [tensor, shard] of fileOfTensor) {
    const view = shards.get(shard)?.tensors.get(tensor);
    if (view) tensors.set(tensor, view);
    else faults.push(`tensor ${quoteName(tensor)} is not in ${shard}`);
  }
  if (faults.length > 0) throw incomplete(folder, faults);
  return tensors;
}

function incomplete(folder: string, faults: readonly string[]): HermesError {
  const message = `${folder}: the checkpoint is incomplete: ${faults.join("; ")}. Download it again.`;
  return new HermesError("checkpoint-invalid", message, { path: folder, faults });
}
