import { useMemo } from "react";
import { useChatState } from "../chat/chat-context.ts";
import { type Conversation, pathEntries } from "../data/index.ts";

/** How much of the model's context the conversation filled at its last answer. Hidden where that is unknown. */
export function ContextMeter({ conversation }: { readonly conversation: Conversation }) {
  const contextLength = useChatState(({ model }) => model?.contextLength ?? null);
  const used = useMemo(() => tokensUsed(conversation), [conversation]);
  if (contextLength === null || used === null) return null;
  const share = Math.min(1, used / contextLength);
  const words = `${used.toLocaleString("en")} of ${contextLength.toLocaleString("en")} tokens of context used`;
  return (
    <span className={share > 0.85 ? "meter full" : "meter"} role="img" aria-label={words} title={words}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <circle className="meter-track" cx="10" cy="10" r="7.5" pathLength="1" />
        <circle className="meter-used" cx="10" cy="10" r="7.5" pathLength="1" strokeDasharray={`${share} 1`} />
      </svg>
    </span>
  );
}

function tokensUsed(conversation: Conversation): number | null {
  const last = pathEntries(conversation).findLast(({ node }) => node.role === "assistant" && node.usage !== null);
  if (last?.node.role !== "assistant" || last.node.usage === null) return null;
  return last.node.usage.promptTokens + last.node.usage.completionTokens;
}
