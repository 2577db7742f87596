/** For tests: chunks of a chat answer "Hello", and scripts made of whole replies. */
import type { StreamPart } from "../../../chat/index.ts";
import { events, type Script, type ScriptedReply } from "./scripted-endpoint.ts";

export const role = { choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }] };
export const word = (content: string) => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
export const end = { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] };
export const usage = { choices: [], usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 } };
export const good: ScriptedReply = { pieces: events(role, word("Hel"), word("lo"), end, usage, "[DONE]") };

/** Answers one after the other; the last one for good. */
export function inTurn(...replies: readonly (ScriptedReply | null)[]): Script {
  let count = 0;
  return () => replies[Math.min(count++, replies.length - 1)]!;
}

/** All text of an answer. */
export function textOf(parts: readonly StreamPart[]): string {
  return parts.map((part) => (part.type === "text-delta" ? part.text : "")).join("");
}
