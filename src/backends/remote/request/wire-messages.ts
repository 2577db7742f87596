import { type ChatMessage, renderJson, STRIPPED_THOUGHT, THINKING_PROMPT } from "../../../chat/index.ts";
import type { ChatRequest } from "../../contract.ts";
import type { JsonObject } from "../http/read-reply.ts";

const THOUGHT_END = "</think>";

/**
 * The messages of a request as OpenAI spells them, mended as our renderer mends them, so that the server's template prints the prompt
 * that we would print: the thinking prompt stands in the system message (the template adds it to no message of the caller's), and earlier
 * thoughts are stripped here (the template fails on a message without one). To be called once `renderPrompt` has found nothing wrong.
 */
export function wireMessages(request: ChatRequest): JsonObject[] {
  const { messages, thinking = false, continueFinalMessage = false } = request;
  const callIds = new CallIds();
  const wired = messages.map((message, index) => {
    const isContinued = continueFinalMessage && index === messages.length - 1;
    return isContinued ? { role: "assistant", content: textOf(message) } : wireMessage(message, request, callIds);
  });
  return thinking ? withThinkingPrompt(wired) : wired;
}

function withThinkingPrompt(messages: readonly JsonObject[]): JsonObject[] {
  const [first, ...rest] = messages;
  if (first?.role !== "system") return [{ role: "system", content: THINKING_PROMPT }, ...messages];
  const own = String(first.content);
  if (own.includes(THINKING_PROMPT)) return [...messages];
  return [{ ...first, content: `${THINKING_PROMPT}\n\n${own}` }, ...rest];
}

function wireMessage(message: ChatMessage, request: ChatRequest, callIds: CallIds): JsonObject {
  switch (message.role) {
    case "system":
    case "developer":
      return { role: "system", content: textOf(message) };
    case "user":
      return { role: "user", content: textOf(message) };
    case "tool":
    case "function":
      return { role: "tool", tool_call_id: callIds.answered(message.tool_call_id), content: textOf(message) };
    case "assistant": {
      const content = assistantContent(message, request);
      const calls = (message.tool_calls ?? []).map((call) => ({
        id: callIds.made(call.id),
        type: "function",
        function: { name: call.function.name, arguments: argumentsText(call.function.arguments) },
      }));
      return calls.length === 0
        ? { role: "assistant", content }
        : { role: "assistant", content: content || null, tool_calls: calls };
    }
  }
}

function assistantContent(message: ChatMessage, { thinking = false, keepCots = false }: ChatRequest): string {
  const content = textOf(message);
  const strips = thinking && !keepCots;
  const end = content.indexOf(THOUGHT_END);
  if (end >= 0) return strips ? STRIPPED_THOUGHT + content.slice(end + THOUGHT_END.length) : content;
  const thought = message.reasoning_content || message.reasoning || "";
  if (thought === "") return content;
  if (keepCots) return `<think>\n${thought}\n</think>\n${content}`;
  return strips ? `${STRIPPED_THOUGHT}\n${content}` : content;
}

function textOf({ content }: ChatMessage): string {
  if (content === undefined || content === null) return "";
  if (typeof content === "string") return content;
  // A tool's result may be any value.
  return Array.isArray(content) ? content.map(({ text }) => text).join("") : renderJson(content, "content");
}

function argumentsText(given: unknown): string {
  if (given === undefined || given === null || given === "") return "{}";
  return typeof given === "string" ? given : renderJson(given, "arguments");
}

/** Ids of calls whose messages carry none; results are matched to calls in order. */
class CallIds {
  #made = 0;
  readonly #open: string[] = [];

  made(id: string | undefined): string {
    const known = id || `call_${this.#made}`;
    this.#made++;
    this.#open.push(known);
    return known;
  }

  answered(id: string | undefined): string {
    const known = id || this.#open[0] || `call_${this.#made}`;
    const at = this.#open.indexOf(known);
    if (at >= 0) this.#open.splice(at, 1);
    return known;
  }
}
