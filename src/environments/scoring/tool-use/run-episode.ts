import type { ChatMessage } from "../../../chat/index.ts";
import type { ChatRequest } from "../../../hermes.ts";
import type { Mode, ModelClient, Trajectory } from "../../contract.ts";
import { lastAnswer } from "../../last-answer.ts";
import type { Episode } from "./read-episode.ts";

/** The thinking prompt goes before the system text of the data, which names the tools itself. */
export function turnRequest(messages: readonly ChatMessage[], mode: Mode): ChatRequest {
  return { messages, thinking: mode === "reasoning" };
}

/**
 * Goes on while turns are right, with the results of tools from the data; the first wrong turn is the last one. Of a turn the calls
 * stay in the conversation and its thought is dropped. `turns` of the result is the conversation behind the last answer.
 */
export async function runEpisode(
  { turns }: Episode,
  model: ModelClient,
  mode: Mode,
  isRight: (turn: number, answer: Trajectory) => boolean,
  signal?: AbortSignal,
): Promise<Trajectory> {
  const conversation: ChatMessage[] = [];
  let last: Trajectory = { mode, completion: "" };
  let tokens = 0;
  for (const [i, { before, expected }] of turns.entries()) {
    conversation.push(...before);
    last = await lastAnswer(turnRequest([...conversation], mode), model, mode, signal);
    tokens += last.completionTokens ?? 0;
    if (i === turns.length - 1 || !isRight(i, last)) break;
    conversation.push(callMessage(expected ?? []));
  }
  return { ...last, completionTokens: tokens, turns: conversation };
}

/** The calls of a right turn, as the data have them. */
function callMessage(calls: NonNullable<Episode["turns"][number]["expected"]>): ChatMessage {
  return {
    role: "assistant",
    content: null,
    tool_calls: calls.map(({ name, argumentsText }) => ({
      type: "function",
      function: { name, arguments: argumentsText },
    })),
  };
}
