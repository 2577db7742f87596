import type { ChatMessage } from "../../../chat/index.ts";
import { readAnswer } from "../../completion.ts";
import { type CallBlock, readCall, readCalls } from "../tool-calls/read-calls.ts";
import type { EpisodeKind } from "./episode-reward.ts";
import type { ExpectedCall } from "./match-calls.ts";
import { readLiteralCall } from "./python-literal.ts";

export interface ShareGptMessage {
  readonly from: string;
  readonly value: string;
}

/** A turn in which the model must call tools; in a relevance episode the only turn, which must call none. */
export interface EpisodeTurn {
  /** What was said since the turn before: the request, results of tools, what the assistant told about them. */
  readonly before: readonly ChatMessage[];
  /** Null where the data hold a block that is no call: such a turn cannot be scored. */
  readonly expected: readonly ExpectedCall[] | null;
}

export interface Episode {
  readonly kind: EpisodeKind;
  readonly turns: readonly EpisodeTurn[];
}

/** An episode of a conversation in the layout of ShareGPT; null where the assistant says nothing. */
export function readEpisode(conversation: readonly ShareGptMessage[]): Episode | null {
  const turns: EpisodeTurn[] = [];
  let before: ChatMessage[] = [];
  let said = false;
  for (const { from, value } of conversation) {
    if (!isAssistant(from)) {
      before.push(...messagesOf(from, value));
      continue;
    }
    const blocks = readBlocks(value);
    if (blocks.length === 0 && !said && !hasLaterCalls(conversation)) return relevance(before);
    said = true;
    if (blocks.length === 0) before.push({ role: "assistant", content: textOf(value) });
    else {
      const calls = blocks.flatMap(({ call }) => call ?? []);
      turns.push({ before, expected: calls.length === blocks.length ? calls : null });
      before = [];
    }
  }
  return turns.length === 0 ? null : { kind: kindOf(turns), turns };
}

function relevance(before: readonly ChatMessage[]): Episode {
  return { kind: "relevance", turns: [{ before, expected: [] }] };
}

function hasLaterCalls(conversation: readonly ShareGptMessage[]): boolean {
  return conversation.some(({ from, value }) => isAssistant(from) && readBlocks(value).length > 0);
}

function kindOf(turns: readonly EpisodeTurn[]): EpisodeKind {
  if (turns.length === 1) return "single";
  return turns.slice(1).some(({ before }) => before.some(({ role }) => role === "user")) ? "multiturn" : "multistep";
}

function isAssistant(from: string): boolean {
  return from === "gpt" || from === "assistant";
}

function messagesOf(from: string, value: string): ChatMessage[] {
  if (from !== "tool") return [{ role: from === "system" ? "system" : "user", content: value }];
  const results = [...value.matchAll(/<tool_response>(.*?)<\/tool_response>/gs)].map((match) => match[1]!.trim());
  return (results.length === 0 ? [value] : results).map((content) => ({ role: "tool", content }));
}

/** Data may write calls as Python literals. */
function readBlocks(value: string): CallBlock[] {
  const answer = readAnswer(value, "plain");
  return answer.found ? readCalls(answer.span, (block) => readLiteralCall(block, readCall)) : [];
}

function textOf(value: string): string {
  const answer = readAnswer(value, "plain");
  return answer.found ? answer.span.text : value;
}
