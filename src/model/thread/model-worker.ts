/** The thread a model lives in: it loads the model, then runs one request after another. It is also the first compute thread. */
import { parentPort, workerData } from "node:worker_threads";
import { createWasmBackend } from "../../kernels/index.ts";
import { chooseCache } from "../choose-cache.ts";
import type { LanguageModel, SequenceStep } from "../contract.ts";
import { loadModel } from "../load-model.ts";
import { readMachineMemory } from "../machine-memory.ts";
import { planModel } from "../plan-model.ts";
import { type ModelReply, type ModelRequest, type ModelThreadData, packError } from "./protocol.ts";

const port = parentPort!;

function reply(message: ModelReply, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

async function load({ folder, contextLength, cacheTokens, ...options }: ModelThreadData) {
  const { plan, config, threads, compute, cacheDtype } = planModel(folder, options);
  const { warnings, ...cache } = chooseCache(plan, readMachineMemory(), config.contextLength, {
    contextLength,
    cacheTokens,
  });
  const backend = await createWasmBackend({ compute, threads });
  try {
    const model = await loadModel(folder, backend, {
      ...cache,
      cacheDtype,
      onProgress: (loadedBytes, totalBytes) => reply({ type: "progress", loadedBytes, totalBytes }),
    });
    return { backend, model, planWarnings: warnings };
  } catch (error) {
    await backend.dispose();
    throw error;
  }
}

/** Logits are half a megabyte a row: they stay in one memory that both threads see, since new ones would be swept at every few steps. */
let shared = new Float32Array(new SharedArrayBuffer(0));

async function step(model: LanguageModel, sequences: readonly SequenceStep[]): Promise<ModelReply> {
  const logits = await model.step(sequences);
  const isNew = shared.length < logits.length;
  if (isNew) shared = new Float32Array(new SharedArrayBuffer(logits.byteLength));
  shared.set(logits);
  return { type: "logits", length: logits.length, ...(isNew ? { memory: shared.buffer } : {}) };
}

async function answer(
  model: LanguageModel,
  request: Exclude<ModelRequest, { type: "step" }>,
): Promise<Uint8Array | null> {
  switch (request.type) {
    case "read-block":
      return model.readBlock(request.block);
    case "write-block":
      await model.writeBlock(request.block, request.bytes);
      return null;
    case "dispose":
      await model.dispose();
      return null;
  }
}

try {
  const { backend, model, planWarnings } = await load(workerData as ModelThreadData);
  const { config, contextLength, maxStepTokens, cache, fingerprint, weightBytes, bytesPerToken } = model;
  const warnings = [...planWarnings, ...model.warnings];
  const facts = { config, contextLength, maxStepTokens, cache, fingerprint, weightBytes, bytesPerToken, warnings };
  port.on("message", async (request: ModelRequest) => {
    try {
      if (request.type === "step") {
        reply(await step(model, request.sequences));
        return;
      }
      const result = await answer(model, request);
      if (request.type === "dispose") await backend.dispose();
      reply({ type: "done", result }, result === null ? [] : [result.buffer as ArrayBuffer]);
      if (request.type === "dispose") port.close();
    } catch (error) {
      reply({ type: "failed", error: packError(error) });
    }
  });
  reply({ type: "loaded", facts });
} catch (error) {
  reply({ type: "failed", error: packError(error) });
}
