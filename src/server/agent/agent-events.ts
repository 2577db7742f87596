import { randomUUID } from "node:crypto";
import { type ChatClient, runAgent } from "../../agent/index.ts";
import type { StreamPart } from "../../chat/index.ts";
import type { ChatRequest, StreamOptions } from "../../hermes.ts";
import { explainConstraint } from "../answer/request/constraint-places.ts";
import { runAnswers } from "../answer/run/run-answer.ts";
import type { RouteRequest, ServerContext } from "../contract.ts";
import type { SseEvent } from "../stream/sse-event.ts";
import type { AgentPlan } from "./plan-agent.ts";

/** Runs a tool loop: its parts as events. The first waits for the model, so that a prompt it refuses is no stream yet. */
export async function* agentEvents(
  plan: AgentPlan,
  request: RouteRequest,
  server: ServerContext,
): AsyncGenerator<SseEvent> {
  const id = `agent-${randomUUID()}`;
  const approvals = server.approvals.openStream(request.caller.keyName);
  const client = modelClient(plan, request, server, id);
  const options = { approve: approvals.approve, signal: request.signal };
  const start = { type: "stream-start", id, model: server.hermes().modelId, created: Math.floor(server.now() / 1000) };
  const opening: unknown[] = [start];
  try {
    for await (const part of runAgent(client, plan.request, plan.setup, options)) {
      if (opening.length > 0 && part.type === "round-start") {
        opening.push(part);
        continue;
      }
      for (const data of opening.splice(0)) yield { data };
      yield { data: part };
      if (part.type === "agent-finish") request.note({ rounds: part.rounds, reason: part.reason });
    }
    yield { data: "[DONE]" };
  } finally {
    approvals.close();
  }
}

/** The model as the loop sees it: every answer is counted and can be steered as those of other routes. */
function modelClient({ chat }: AgentPlan, request: RouteRequest, server: ServerContext, id: string): ChatClient {
  // Kept for all rounds: a server that stops lets loops go on that have begun.
  const hermes = server.hermes();
  const options = {
    promptProgress: chat.stream.progress,
    explain: (error: unknown) => explainConstraint(error, chat.places),
    ...(chat.control ? { controlId: id } : {}),
  };
  return {
    async *stream(asked: ChatRequest, { signal }: StreamOptions = {}): AsyncGenerator<StreamPart> {
      const start = (own: StreamOptions) => {
        const signals = [own.signal, signal].filter((each) => each !== undefined);
        return hermes.stream(asked, { ...own, signal: AbortSignal.any(signals) });
      };
      for await (const { part } of runAnswers(server, request, [start], options)) yield part;
    },
  };
}
