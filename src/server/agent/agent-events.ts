import { randomUUID } from "node:crypto";
import { type AgentPart, type ChatClient, runAgent } from "../../agent/index.ts";
import type { StreamPart } from "../../chat/index.ts";
import type { ChatRequest, StreamOptions } from "../../hermes.ts";
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
  const created = Math.floor(server.now() / 1000);
  let held: AgentPart | null = null;
  let begun = false;
  try {
    for await (const part of runAgent(client, plan.request, plan.setup, options)) {
      if (!begun && part.type === "round-start") {
        held = part;
        continue;
      }
      if (!begun) yield { data: { type: "stream-start", id, model: server.hermes().modelId, created } };
      begun = true;
      if (held !== null) yield { data: held };
      held = null;
      note(request, part);
      yield { data: part };
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
    oneCall: chat.oneCall,
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

function note(request: RouteRequest, part: AgentPart): void {
  if (part.type === "agent-finish") request.note({ rounds: part.rounds, reason: part.reason });
}
