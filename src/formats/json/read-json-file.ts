import { closeSync, existsSync, fstatSync } from "node:fs";
import { HermesError } from "../../errors.ts";
import { openFile } from "../open-file.ts";
import { readExactly } from "../read-exactly.ts";
import { type JsonObject, parseJsonObject } from "./parse-json-object.ts";

/** 40 times the index of the 405B model with scales (2,019 tensors, under 0.4 MB), and far from exhausting the heap. */
const MAX_JSON_BYTES = 16 * 2 ** 20;

/**
 * Reads a configuration or index file as one JSON object.
 * @throws HermesError "file-missing" or "file-invalid".
 */
export function readJsonFile(path: string): JsonObject {
  const descriptor = openFile(path);
  try {
    const { size } = fstatSync(descriptor);
    if (size > MAX_JSON_BYTES) {
      const message = `${path}: expected a JSON file of at most ${MAX_JSON_BYTES} bytes, got ${size}. Is this the right file?`;
      throw new HermesError("file-invalid", message, { path });
    }
    const bytes = new Uint8Array(size);
    readExactly(descriptor, bytes, 0, { path });
    return parseJsonObject(bytes, path);
  } finally {
    closeSync(descriptor);
  }
}

/** As `readJsonFile`, but undefined when there is no such file. */
export function readJsonFileIfPresent(path: string): JsonObject | undefined {
  return existsSync(path) ? readJsonFile(path) : undefined;
}
