import type { Tool } from "../../chat/index.ts";
import type { ChatRequest } from "../../hermes.ts";
import type { GeneratedEnvironment, Mode } from "../contract.ts";

/** Greedy, one sample, at most `maxTokens` new tokens: what every task here is measured with. */
export function defaults(maxTokens: number): GeneratedEnvironment["defaults"] {
  return { temperature: 0, topP: 1, topK: 0, maxTokens, contextLength: null, nSamples: 1, groupSize: 8 };
}

/** A request of one user message, with a system message and tools where given. */
export function userRequest(
  text: string,
  mode: Mode,
  maxTokens: number,
  extra: { system?: string; tools?: readonly Tool[] } = {},
): ChatRequest {
  const user = { role: "user" as const, content: text };
  const messages = extra.system === undefined ? [user] : [{ role: "system" as const, content: extra.system }, user];
  return { messages, thinking: mode === "reasoning", maxTokens, ...(extra.tools ? { tools: extra.tools } : {}) };
}
