import { createHash } from "node:crypto";
import type { Checkpoint, ModelConfig, QuantizationConfig } from "../formats/index.ts";

/** Bytes that are looked at of each tensor: two models of one shape differ in far more places than this samples. */
const SAMPLE_BYTES = 256;

/** What decides, beside the weights, whether stored keys and values mean the same. */
export interface FingerprintParts {
  readonly config: ModelConfig;
  readonly quantization: QuantizationConfig | null;
  /** Backend and arithmetic, cache form and block size. */
  readonly form: readonly (string | number)[];
}

/**
 * A name for a model in one form of arithmetic: SHA-256 over its configuration, the names, shapes and dtypes of its tensors and
 * a sample from the middle of each. Reading every weight would take as long as loading them.
 */
export function fingerprintModel(checkpoint: Checkpoint, parts: FingerprintParts): string {
  const hash = createHash("sha256").update(JSON.stringify(parts));
  const sample = new Uint8Array(SAMPLE_BYTES);
  const byName = [...checkpoint.tensors.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const tensor of byName) {
    const length = Math.min(SAMPLE_BYTES, tensor.byteLength);
    tensor.read(sample, Math.floor((tensor.byteLength - length) / 2), length);
    hash.update(JSON.stringify([tensor.name, tensor.dtype, tensor.shape])).update(sample.subarray(0, length));
  }
  return hash.digest("hex");
}
