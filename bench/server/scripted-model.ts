import type { StreamPart } from "../../src/chat/index.ts";
import type { Hermes } from "../../src/hermes.ts";

const usage = { promptTokens: 8, completionTokens: 0, reasoningTokens: 0, cachedTokens: 0 };

/** Answers every request with `tokens` small pieces, one for each turn of the event loop, as an engine whose steps cost nothing. */
export function createScriptedModel(tokens: number): Hermes {
  async function* stream(): AsyncGenerator<StreamPart> {
    for (let token = 0; token < tokens; token++) {
      await new Promise((resolve) => setImmediate(resolve));
      yield { type: "text-delta", text: " token" };
    }
    const timings = { promptMs: 1, decodeMs: 1 };
    const raw = " token".repeat(tokens);
    const counted = { ...usage, completionTokens: tokens };
    yield {
      type: "finish",
      reason: "stop",
      usage: counted,
      timings,
      thinkingBudgetReached: false,
      stoppedBy: null,
      raw,
    };
  }
  const facts = { engine: "hermes", parameters: null, vocabularySize: null, hiddenSize: null, sampling: null };
  const scripted = {
    modelId: "scripted",
    contextLength: 100_000,
    loadMs: 0,
    weightBytes: 0,
    warnings: [],
    keepsCache: false,
    tokens: null,
    facts,
    stream,
    stats: () => null,
    dispose: async () => {},
  };
  return scripted as unknown as Hermes;
}
