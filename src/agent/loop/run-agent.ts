import type { ChatMessage } from "../../chat/index.ts";
import { HermesError } from "../../errors.ts";
import type { ChatRequest, StreamOptions } from "../../hermes.ts";
import type { AgentFinishReason, AgentPart, AgentSetup, Approve, ChatClient } from "../contract.ts";
import { answerTurn, describeUnreadable } from "./answer-turn.ts";
import { type CallContext, runCall } from "./run-call.ts";
import { type RoundAnswer, streamRound } from "./stream-round.ts";
import { ToolTable } from "./tool-table.ts";

export interface AgentOptions {
  /** Asks the user before a call that is not `allowed`; one call after the other. */
  readonly approve: Approve;
  /** Ends the loop within one step, wherever it is; "agent-finish" still comes. */
  readonly signal?: AbortSignal;
  /** What goes to the model beside the request of a round. */
  readonly roundOptions?: (round: number) => Pick<StreamOptions, "thought" | "promptProgress">;
}

/**
 * Answers a request with tools: runs the calls of an answer, one after the other in their order, gives the results back, and asks again,
 * until an answer has no calls or a limit ends it. Tools that the request itself brings are offered too; the loop ends when one of them
 * is called. The last part is "agent-finish"; leaving the loop early cancels everything.
 * Throws what the client throws, and HermesError "usage" for tools of the same name and a request that continues a message.
 */
export async function* runAgent(
  client: ChatClient,
  request: ChatRequest,
  setup: AgentSetup,
  options: AgentOptions,
): AsyncGenerator<AgentPart, void> {
  if (request.continueFinalMessage === true) {
    const message = "A tool loop begins with a new answer. Leave continueFinalMessage out.";
    throw new HermesError("usage", message, { argument: "continueFinalMessage" });
  }
  const tools = new ToolTable(setup.tools, request.tools ?? []);
  const left = new AbortController();
  const signal = AbortSignal.any([left.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  const messages: ChatMessage[] = [];
  try {
    for (let round = 1; ; round++) {
      yield { type: "round-start", round };
      const asked = { ...request, messages: [...request.messages, ...messages], tools: tools.offered };
      const parts = client.stream(asked, { ...options.roundOptions?.(round), signal });
      const answer = yield* streamRound(parts, round);
      const context = { tools, setup, approve: options.approve, signal, skip: whyNotRun(answer, round, setup) };
      const reason = yield* endRound(answer, round, context, messages);
      if (reason === null) continue;
      yield { type: "agent-finish", reason, rounds: round, messages };
      return;
    }
  } finally {
    left.abort();
  }
}

/** Runs the calls of an answer and adds the round to the messages. Null where the loop goes on. */
async function* endRound(
  answer: RoundAnswer,
  round: number,
  context: CallContext,
  messages: ChatMessage[],
): AsyncGenerator<AgentPart, AgentFinishReason | null> {
  const { finish, toolCalls } = answer;
  if (finish.reason === "cancelled") return "cancelled";
  const results: ChatMessage[] = [];
  const ours = toolCalls.filter(({ name }) => !context.tools.isCallers(name));
  for (const call of ours) {
    const content = yield* runCall(call, context);
    results.push({ role: "tool", content, tool_call_id: call.id });
  }
  messages.push(answerTurn(answer), ...results);
  const unreadable = describeUnreadable(answer);
  if (finish.reason === "length") return "length";
  if (context.signal.aborted) return "cancelled";
  if (toolCalls.length === 0 && unreadable === null) return "answered";
  if (ours.length < toolCalls.length) return "open-calls";
  if (context.skip !== null) return "rounds";
  if (unreadable !== null) {
    yield { type: "calls-unreadable", round, content: unreadable };
    messages.push({ role: "user", content: unreadable });
  }
  return null;
}

function whyNotRun({ finish }: RoundAnswer, round: number, { maxRounds }: AgentSetup): string | null {
  if (finish.reason === "length") return "The call was not run: the answer was cut off by the token limit.";
  if (round > maxRounds) return `The call was not run: the limit of ${maxRounds} rounds of calls is reached.`;
  return null;
}
