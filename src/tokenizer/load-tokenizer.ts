import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { HermesError } from "../errors.ts";
import type { LoadedTokenizer } from "./contract.ts";
import { createTokenizer } from "./create-tokenizer.ts";
import { parseTokenizerConfigFile } from "./tokenizer-file.ts";

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

/** The parsed file, or undefined when it does not exist. */
async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw new HermesError("file-missing", `${path} cannot be read. Check its permissions.`, { path }, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `${path} is not valid JSON (${(cause as Error).message}). Take the file again from the publisher.`;
    throw new HermesError("file-invalid", message, { path }, { cause });
  }
}

/**
 * Loads tokenizer.json and, where present, tokenizer_config.json of a model folder.
 * Throws file-missing, file-invalid or unsupported.
 */
export async function loadTokenizer(folder: string): Promise<LoadedTokenizer> {
  const path = join(folder, "tokenizer.json");
  const json = await readJson(path);
  if (json === undefined) {
    const message = `${path} does not exist. Expected a model folder in Hugging Face layout with a tokenizer.json.`;
    throw new HermesError("file-missing", message, { path });
  }
  const configPath = join(folder, "tokenizer_config.json");
  const config = parseTokenizerConfigFile((await readJson(configPath)) ?? {}, configPath);
  return createTokenizer(json, config, path);
}
