import { HermesError } from "../../errors.ts";
import { isJsonObject } from "../json/parse-json-object.ts";
import { readJsonFile } from "../json/read-json-file.ts";
import { quoteName } from "../quote-name.ts";

/** The name of an unsharded checkpoint. */
export const SINGLE_FILE = "model.safetensors";
/** The file that says which shard holds which tensor. */
export const INDEX_FILE = "model.safetensors.index.json";

/** A plain file name: letters, digits, dots, dashes, underscores; so no shard can point out of its folder. */
const SHARD_NAME = /^[\w-][\w.-]*\.safetensors$/;
/** The 405B has 191 files; every shard stays open, and systems allow about a thousand open files. */
const MAX_SHARDS = 512;

/**
 * Reads `weight_map`: tensor name to shard file name. `metadata.total_size` is information only and not read.
 * @throws HermesError "file-missing" or "file-invalid".
 */
export function readShardIndex(path: string): ReadonlyMap<string, string> {
  const { weight_map: weightMap } = readJsonFile(path);
  const invalid = (problem: string, tensor?: string) =>
    new HermesError("file-invalid", `${path}: ${problem}. Download the index again.`, {
      path,
      ...(tensor === undefined ? {} : { tensor }),
    });
  if (!isJsonObject(weightMap)) throw invalid("expected an object weight_map");
  const fileOfTensor = new Map<string, string>();
  for (const [tensor, shard] of Object.entries(weightMap)) {
    if (typeof shard !== "string" || !SHARD_NAME.test(shard)) {
      const got = quoteName(String(JSON.stringify(shard)));
      throw invalid(
        `tensor ${quoteName(tensor)}: expected a .safetensors file name in this folder, got ${got}`,
        tensor,
      );
    }
    fileOfTensor.set(tensor, shard);
  }
  const shardCount = new Set(fileOfTensor.values()).size;
  if (shardCount > MAX_SHARDS) throw invalid(`expected at most ${MAX_SHARDS} shards, got ${shardCount}`);
  return fileOfTensor;
}
