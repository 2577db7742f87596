/** A process of its own: compares the logits of one case with the scalar reference, once. */
import { type Backend, createReferenceBackend, createWasmBackend } from "../src/kernels/index.ts";
import { loadModel } from "../src/model/index.ts";
import type { BenchCase } from "./cases.ts";
import { childInput, sendResult } from "./child.ts";

export interface CheckResult {
  /** Signal to noise of the logits against the reference. */
  readonly decibels: number;
}

/** Few, as the reference needs seconds a token for 100 M weights. */
const TOKENS = Uint32Array.of(1, 17);

async function logitsOn(backend: Backend, folder: string): Promise<Float32Array> {
  const model = await loadModel(folder, backend, { contextLength: 256 });
  const blocks = Uint32Array.from({ length: model.cache.blocks }, (_, block) => block);
  const logits = await model.step([{ tokens: TOKENS, past: 0, blocks, logits: "last" }]);
  await model.dispose();
  await backend.dispose();
  return logits;
}

const { folder, compute } = childInput<BenchCase>();
const expected = await logitsOn(createReferenceBackend(), folder);
const got = await logitsOn(await createWasmBackend({ compute }), folder);
let signal = 0;
let noise = 0;
for (let i = 0; i < expected.length; i++) {
  signal += expected[i]! ** 2;
  noise += (got[i]! - expected[i]!) ** 2;
}
await sendResult({ decibels: Math.min(200, 10 * Math.log10(signal / noise)) } satisfies CheckResult);
