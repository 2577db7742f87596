import type { AgentSetup } from "../../agent/index.ts";
import type { ChatRequest } from "../../hermes.ts";
import { type ChatPlan, planChat } from "../answer/request/chat-plan.ts";
import { badRequest } from "../api-error.ts";
import type { RouteRequest, ServerContext } from "../contract.ts";
import { chooseTools, requireAgent } from "./require-agent.ts";

/** A body of the tool loop, understood. */
export interface AgentPlan {
  /** Without tools: those are the setup's. */
  readonly request: ChatRequest;
  readonly setup: AgentSetup;
  readonly chat: ChatPlan;
}

/** Understands the body of an agent chat. Rejects with ApiError 400 or 404, and HermesError "prompt-invalid". */
export async function planAgent(request: RouteRequest, server: ServerContext): Promise<AgentPlan> {
  const { tools: names, ...body } = request.body;
  const setup = chooseTools(requireAgent(server), names as readonly string[] | undefined);
  // The plan counts the prompt with the tools in it.
  const tools = setup.tools.map(({ tool }) => tool);
  const chat = await planChat({ ...request, body: { ...body, tools, stream: true } }, server);
  if (chat.thought.place === "hidden") {
    throw badRequest("reasoning.exclude is not supported here: thoughts are parts of their own.", "reasoning.exclude");
  }
  const { tools: _, ...asked } = chat.request;
  return { request: asked, setup, chat };
}
