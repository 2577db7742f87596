import { HermesError } from "../../errors.ts";
import { quoteName } from "../quote-name.ts";
import { findDuplicateKey } from "./duplicate-keys.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Parses UTF-8 `bytes`, which stand at `offset` of the file `path`, as one JSON object without repeated keys.
 * @throws HermesError "file-invalid".
 */
export function parseJsonObject(bytes: Uint8Array, path: string, offset = 0): JsonObject {
  const invalid = (problem: string, cause?: unknown) =>
    new HermesError(
      "file-invalid",
      `${path}: ${problem}. Download or write the file again.`,
      { path, offset },
      { cause },
    );
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(`expected JSON at byte ${offset}, got something that cannot be parsed`, error);
  }
  if (!isJsonObject(value)) throw invalid(`expected a JSON object at byte ${offset}`);
  const duplicate = findDuplicateKey(text);
  if (duplicate !== undefined) throw invalid(`the key ${quoteName(duplicate)} stands twice in one JSON object`);
  return value;
}

/** True for an object that is neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
