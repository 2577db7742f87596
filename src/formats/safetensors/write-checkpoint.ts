import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HermesError } from "../../errors.ts";
import { INDEX_FILE, SINGLE_FILE } from "./checkpoint-index.ts";
import {
  type TemporaryFile,
  type TensorData,
  tensorByteLength,
  writeTemporarySafetensors,
} from "./write-safetensors.ts";

export interface WriteCheckpointOptions {
  /** Files to spread the tensors over; 1 writes model.safetensors. Fewer are written when there are too few tensors. */
  readonly shards?: number;
}

/** Weight files of an earlier checkpoint in the same folder. */
const OLD_WEIGHT_FILE = /^model(-\d{5}-of-\d{5})?\.safetensors(\.index\.json)?$/;
/** What transformers writes into every file; some readers refuse files without it. */
const METADATA = { format: "pt" };

/**
 * Writes the tensors of a model into `folder`: one file, or shards of about equal size with their index. All files are
 * complete before the first gets its name, and weight files of an earlier checkpoint are removed after the last.
 * Memory: one chunk.
 * @throws HermesError "usage" as `writeSafetensors`.
 */
export function writeCheckpoint(
  folder: string,
  tensors: readonly TensorData[],
  options: WriteCheckpointOptions = {},
): void {
  const { shards = 1 } = options;
  if (!Number.isSafeInteger(shards) || shards < 1) {
    throw new HermesError("usage", `Expected at least one shard, got ${shards}.`, { argument: "shards" });
  }
  mkdirSync(folder, { recursive: true });
  const groups = splitBySize(tensors, shards);
  const fileNames = groups.map((_, index) => shardName(index, groups.length));
  const written: TemporaryFile[] = [];
  try {
    groups.forEach((group, index) => {
      written.push(writeTemporarySafetensors(join(folder, fileNames[index]!), group, METADATA));
    });
  } catch (error) {
    for (const file of written) file.discard();
    throw error;
  }
  for (const file of written) file.commit();
  if (groups.length > 1) writeIndex(folder, groups, fileNames);
  removeOldFiles(folder, groups.length > 1 ? [...fileNames, INDEX_FILE] : fileNames);
}

function shardName(index: number, count: number): string {
  const digits = (value: number) => String(value).padStart(5, "0");
  return count === 1 ? SINGLE_FILE : `model-${digits(index + 1)}-of-${digits(count)}.safetensors`;
}

/** Consecutive groups of about equal bytes, none empty unless there is no tensor at all. */
function splitBySize(tensors: readonly TensorData[], shards: number): readonly (readonly TensorData[])[] {
  const total = tensors.reduce((sum, tensor) => sum + tensorByteLength(tensor), 0);
  const groups: TensorData[][] = Array.from({ length: shards }, () => []);
  let before = 0;
  for (const tensor of tensors) {
    const byteLength = tensorByteLength(tensor);
    const middle = (before + byteLength / 2) / (total || 1);
    groups[Math.min(shards - 1, Math.floor(middle * shards))]!.push(tensor);
    before += byteLength;
  }
  const filled = groups.filter((group) => group.length > 0);
  return filled.length > 0 ? filled : [[]];
}

function writeIndex(folder: string, groups: readonly (readonly TensorData[])[], fileNames: readonly string[]): void {
  const weightMap = groups.flatMap((group, index) => group.map(({ name }) => [name, fileNames[index]!] as const));
  const totalSize = groups.flat().reduce((sum, tensor) => sum + tensorByteLength(tensor), 0);
  const index = { metadata: { total_size: totalSize }, weight_map: Object.fromEntries(weightMap) };
  const temporaryPath = join(folder, `${INDEX_FILE}.${process.pid}.partial`);
  writeFileSync(temporaryPath, `${JSON.stringify(index, null, 2)}\n`);
  renameSync(temporaryPath, join(folder, INDEX_FILE));
}

function removeOldFiles(folder: string, current: readonly string[]): void {
  for (const name of readdirSync(folder)) {
    if (OLD_WEIGHT_FILE.test(name) && !current.includes(name)) rmSync(join(folder, name));
  }
}
