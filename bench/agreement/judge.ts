import { type CacheDtype, type ComputeMode, createWasmBackend } from "../../src/kernels/index.ts";
import { quantile } from "../../src/measure/index.ts";
import { type LanguageModel, loadModel } from "../../src/model/index.ts";
import { divergence } from "./divergence.ts";
import type { JudgedText } from "./texts.ts";

/** One form of arithmetic and of what attention remembers. */
export interface Form {
  readonly compute: ComputeMode;
  readonly cacheDtype: CacheDtype;
}

export interface Agreement extends Form {
  readonly tokens: number;
  /** Share of tokens for which both find the same one most likely. */
  readonly top1: number;
  /** Nats a token. */
  readonly meanKl: number;
  readonly p99Kl: number;
  readonly largestKl: number;
}

/** Logits behind every token before a judged one, text after text. [judged tokens][vocabulary] */
export async function logitsOf(folder: string, form: Form, texts: readonly JudgedText[]): Promise<Float32Array[]> {
  const longest = Math.max(...texts.map(({ tokens }) => tokens.length));
  const backend = await createWasmBackend({ compute: form.compute });
  try {
    const contextLength = Math.max(16, longest);
    const model = await loadModel(folder, backend, { contextLength, cacheDtype: form.cacheDtype });
    const rows: Float32Array[] = [];
    for (const text of texts) rows.push(...(await judgedRows(model, text)));
    return rows;
  } finally {
    await backend.dispose();
  }
}

async function judgedRows(model: LanguageModel, { tokens, answerFrom }: JudgedText): Promise<Float32Array[]> {
  const blocks = Uint32Array.from({ length: model.cache.blocks }, (_, i) => i);
  const size = model.config.vocabularySize;
  const rows: Float32Array[] = [];
  for (let past = 0; past + 1 < tokens.length; past += model.maxStepTokens) {
    const step = tokens.subarray(past, Math.min(past + model.maxStepTokens, tokens.length - 1));
    const logits = await model.step([{ tokens: step, past, blocks, logits: "all" }]);
    for (let i = Math.max(0, answerFrom - 1 - past); i < step.length; i++) {
      rows.push(logits.slice(i * size, (i + 1) * size));
    }
  }
  return rows;
}

export function compareRows(form: Form, base: readonly Float32Array[], other: readonly Float32Array[]): Agreement {
  const all = base.map((row, i) => divergence(row, other[i]!));
  const kls = all.map(({ kl }) => kl);
  return {
    ...form,
    tokens: all.length,
    top1: all.filter(({ sameTop }) => sameTop).length / all.length,
    meanKl: kls.reduce((sum, kl) => sum + kl, 0) / kls.length,
    p99Kl: quantile(kls, 0.99),
    largestKl: Math.max(...kls),
  };
}
