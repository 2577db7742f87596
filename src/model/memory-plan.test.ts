import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeCheckpoint } from "../../tools/make-checkpoint/make-checkpoint.ts";
import { readModelConfig } from "../formats/index.ts";
import { temporaryFolder } from "../formats/test-files.ts";
import { createWasmBackend } from "../kernels/index.ts";
import { loadModel } from "./load-model.ts";
import { planMemory } from "./memory-plan.ts";
import { readPlannedWeights } from "./planned-weights.ts";

const options = { cacheDtype: "float16", threads: 1 } as const;

function tinyCheckpoint(): string {
  const folder = temporaryFolder();
  makeCheckpoint({ folder, shape: "tiny", shards: 2 });
  return folder;
}

describe("memory plan", () => {
  it.each(["exact", "fast"] as const)("gives the bytes that a loaded model holds (%s)", async (compute) => {
    const folder = tinyCheckpoint();
    const config = readModelConfig(folder);
    const { weights, basis } = readPlannedWeights(folder, config);
    expect(basis).toBe("files");
    const plan = planMemory(config, weights, { ...options, compute });
    const backend = await createWasmBackend({ threads: 1, compute });
    const model = await loadModel(folder, backend, { cacheDtype: "float16" });
    expect(plan.weightBytes).toBe(model.weightBytes);
    expect(plan.bytesPerToken).toBe(model.bytesPerToken);
    expect(plan.cacheBytesPerToken).toBe(model.cache.blockByteLength / model.cache.blockTokens);
    await model.dispose();
    await backend.dispose();
  });

  it("needs no more than configuration and index", () => {
    const folder = tinyCheckpoint();
    const config = readModelConfig(folder);
    const { basis, ...known } = readPlannedWeights(folder, config);
    expect(basis).toBe("files");
    rmSync(join(folder, "model-00002-of-00002.safetensors"));
    expect(readPlannedWeights(folder, config)).toEqual({ ...known, basis: "index" });
  });
});
