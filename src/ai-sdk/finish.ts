import type {
  LanguageModelV4FinishReason,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
  SharedV4ProviderMetadata,
} from "@ai-sdk/provider";
import type { DiagnosticPart, FinishPart, StreamPart, Usage } from "../chat/index.ts";

type InvalidCall = Extract<StreamPart, { type: "tool-call-invalid" }>;

/** What of an answer the AI SDK has no part for. */
export interface Remarks {
  readonly invalidCalls: readonly InvalidCall[];
  readonly diagnostics: readonly DiagnosticPart[];
}

/** The last part of a stream; our own facts stand under `providerMetadata.hermes`. */
export function toFinishPart(
  part: FinishPart,
  remarks: Remarks,
): Extract<LanguageModelV4StreamPart, { type: "finish" }> {
  return {
    type: "finish",
    finishReason: toFinishReason(part),
    usage: toUsage(part.usage),
    providerMetadata: metadataOf(part, remarks),
  };
}

function toFinishReason({ reason }: FinishPart): LanguageModelV4FinishReason {
  return { unified: reason === "cancelled" ? "interrupted" : reason, raw: reason };
}

function toUsage({ promptTokens, completionTokens, reasoningTokens, cachedTokens }: Usage): LanguageModelV4Usage {
  return {
    inputTokens: {
      total: promptTokens,
      noCache: promptTokens - cachedTokens,
      cacheRead: cachedTokens,
      cacheWrite: undefined,
    },
    outputTokens: { total: completionTokens, text: completionTokens - reasoningTokens, reasoning: reasoningTokens },
  };
}

function metadataOf(part: FinishPart, { invalidCalls, diagnostics }: Remarks): SharedV4ProviderMetadata {
  const { timings, usage, thinkingBudgetReached, stoppedBy } = part;
  const seconds = timings.decodeMs / 1000;
  return {
    hermes: {
      thinkingBudgetReached,
      stoppedBy,
      promptMs: timings.promptMs,
      decodeMs: timings.decodeMs,
      tokensPerSecond: seconds > 0 ? usage.completionTokens / seconds : null,
      invalidToolCalls: invalidCalls.map(({ raw, reason }) => ({ raw, reason })),
      diagnostics: diagnostics.map(({ code, message }) => ({ code, message })),
    },
  };
}
