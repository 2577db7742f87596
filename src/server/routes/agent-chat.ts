import { agentEvents } from "../agent/agent-events.ts";
import { agentFields } from "../agent/agent-fields.ts";
import { planAgent } from "../agent/plan-agent.ts";
import type { Route } from "../contract.ts";
import { createEventStream } from "../stream/event-stream.ts";

export const agentChat: Route = {
  method: "POST",
  path: "/v1/agent/chat",
  summary:
    "Answers with the server's own tools: a stream of what the model writes, the calls, and questions to the user.",
  body: agentFields,
  encodes: "text",
  takesPlace: true,
  async handle(request, server) {
    const plan = await planAgent(request, server);
    const { pingMs } = plan.chat.stream;
    const events = agentEvents(plan, request, server);
    return createEventStream(events, request, server, pingMs === undefined ? {} : { pingMs });
  },
};
