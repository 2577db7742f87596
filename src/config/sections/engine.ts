import { filePath, oneOf, orNull, whole } from "../kinds.ts";
import { setting } from "../setting.ts";

const MOST_THREADS = 512;

/** How a model is held and computed; null leaves the decision to the engine. */
export const engineSettings = {
  /** Threads that compute. */
  threads: setting(orNull(whole(1, MOST_THREADS)), null, "threads"),
  /** "fast" makes weights int8, "exact" keeps them as stored. */
  compute: setting(orNull(oneOf(["exact", "fast"])), null, "compute"),
  /** A shorter context than the model's own, in tokens. */
  contextLength: setting(orNull(whole(2)), null, "context"),
  /** How keys and values are kept. */
  cacheDtype: setting(orNull(oneOf(["float32", "float16", "int8"])), null, "cacheDtype"),
  /** Tokens whose keys and values are kept at once, for all answers together. */
  cacheTokens: setting(orNull(whole(2)), null, "cacheTokens"),
  /** File that keeps what was computed of prompts, for the next start. */
  cacheFile: setting(orNull(filePath), null, "cache"),
  /** What computes a GGUF model beside the processor. */
  gpu: setting(orNull(oneOf(["auto", "metal", "cuda", "vulkan"])), null, "gpu"),
  /** Answers at a time of a GGUF model. */
  parallel: setting(orNull(whole(1, 256)), null, "parallel"),
};
