import { existsSync } from "node:fs";
import { join } from "node:path";
import { isHermesError } from "../../errors.ts";
import { CONFIG_FILE, INDEX_FILE, readShardIndex } from "../../formats/index.ts";
import { type GgufGroup, groupGgufFiles, matchGgufGroups } from "../choose/gguf-files.ts";
import type { SnapshotFile } from "./read-snapshot.ts";

const TOKENIZER_FILE = "tokenizer.json";
/** "model-00002-of-00015.safetensors" tells of its siblings even where the index is missing. */
const shardName = /^(.*)-\d{5}-of-(\d{5})\.safetensors$/;
/** More than any checkpoint has; a name may promise 99,999. */
const MAX_SHARDS = 10_000;

/**
 * What a snapshot lacks before one of our engines can open it; nothing when it is whole. Other tools link files one by one while
 * they download, so a snapshot of theirs may be there in part. `quantization` looks at these GGUF files only.
 */
export function findMissingFiles(folder: string, files: readonly SnapshotFile[], quantization?: string): string[] {
  const groups = matchGgufGroups(groupGgufFiles(files), quantization);
  if (quantization !== undefined || (groups.length > 0 && !files.some(({ path }) => path.endsWith(".safetensors")))) {
    return groups.length === 0 ? [`a .gguf file of ${quantization}`] : groups.flatMap(findMissingParts);
  }
  const broken = files.filter((file) => !file.present).map(({ path }) => path);
  const paths = new Set(files.flatMap(({ path, present }) => (present ? path : [])));
  const needed = [CONFIG_FILE, TOKENIZER_FILE, ...listWeights(folder, paths)];
  return [...new Set([...needed.filter((path) => !paths.has(path)), ...broken])];
}

function findMissingParts({ label, files, partCount }: GgufGroup<SnapshotFile>): string[] {
  const missing = partCount - files.filter(({ present }) => present).length;
  if (missing === 0) return [];
  return partCount === 1 ? files.map(({ path }) => path) : [`${missing} of ${partCount} parts of ${label}`];
}

function listWeights(folder: string, paths: ReadonlySet<string>): string[] {
  const shards = listSiblings(paths);
  if (existsSync(join(folder, INDEX_FILE))) return [...readIndexedShards(folder), ...shards];
  if (shards.length > 0) return [INDEX_FILE, ...shards];
  return [...paths].some((path) => path.endsWith(".safetensors")) ? [] : ["model.safetensors"];
}

/** All the shards that the names of those present promise. */
function listSiblings(paths: ReadonlySet<string>): string[] {
  const series = new Map(
    [...paths].flatMap((path) => {
      const [, stem, count] = shardName.exec(path) ?? [];
      return stem === undefined || count === undefined ? [] : [[`${stem}/${count}`, { stem, count }] as const];
    }),
  );
  return [...series.values()].flatMap(({ stem, count }) =>
    Array.from({ length: Math.min(Number(count), MAX_SHARDS) }, (_, index) => {
      return `${stem}-${String(index + 1).padStart(5, "0")}-of-${count}.safetensors`;
    }),
  );
}

/** An index that cannot be read is as good as none. */
function readIndexedShards(folder: string): string[] {
  try {
    return [...new Set(readShardIndex(join(folder, INDEX_FILE)).values())];
  } catch (error) {
    if (!isHermesError(error)) throw error;
    return [`a readable ${INDEX_FILE}`];
  }
}
