/** For tests only: throwaway folders and hand-made safetensors bytes. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { HermesError } from "../errors.ts";
import type { Dtype } from "./safetensors/dtypes.ts";
import type { TensorData } from "./safetensors/write-safetensors.ts";

/** A folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "hermes-formats-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder holding one JSON file. */
export function folderWithJson(fileName: string, value: unknown): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, fileName), JSON.stringify(value));
  return folder;
}

/** The bytes of a safetensors file with this header and this much data (byte i is i). */
export function safetensorsBytes(header: unknown, dataLength = 0): Uint8Array {
  const json = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + dataLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  for (let index = 0; index < dataLength; index++) bytes[8 + json.length + index] = index;
  return bytes;
}

export function tensorOf(name: string, dtype: Dtype, shape: readonly number[], bytes: Uint8Array): TensorData {
  return { name, dtype, shape, chunks: () => [bytes] };
}

/** The HermesError `action` throws; fails when it throws none. */
export function hermesErrorOf(action: () => unknown): HermesError {
  try {
    action();
  } catch (error) {
    if (error instanceof HermesError) return error;
    throw error;
  }
  throw new Error("expected a HermesError, nothing was thrown");
}
