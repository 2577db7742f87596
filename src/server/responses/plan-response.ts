import { randomUUID } from "node:crypto";
import { type ChatPlan, planChat } from "../answer/request/chat-plan.ts";
import { answerTokens, checkCount } from "../answer/request/check-limits.ts";
import type { RouteRequest, ServerContext } from "../contract.ts";
import { ResponseWriter } from "./output/response-writer.ts";
import { createEcho } from "./request-echo.ts";
import { toChatBody } from "./to-chat-body.ts";

/** A body of this route, understood. */
export interface ResponsePlan {
  readonly id: string;
  readonly chat: ChatPlan;
  readonly writer: ResponseWriter;
}

/** Understands a body as the chat route would. Rejects with ApiError 400 or 404, and HermesError "prompt-invalid". */
export async function planResponse(request: RouteRequest, server: ServerContext): Promise<ResponsePlan> {
  const { body } = request;
  const { limits, defaults } = server.options;
  // Here, so that the names in what they throw are this route's.
  if (Array.isArray(body.input)) checkCount("input", body.input.length, limits.messages, "items");
  answerTokens(body.max_output_tokens as number | undefined, "max_output_tokens", limits);
  const chat = await planChat({ ...request, body: toChatBody(body) }, server);
  const hermes = server.hermes();
  const sampling = { ...hermes.facts.sampling, ...defaults.sampling };
  const { temperature = null, topP = null } = sampling;
  // Unguessable, since it steers a running answer.
  const id = createId("resp");
  const writer = new ResponseWriter({
    id,
    echo: createEcho(body, { model: hermes.modelId, temperature, topP }),
    thought: chat.thought,
    now: () => Math.floor(server.now() / 1000),
    createId,
  });
  return { id, chat, writer };
}

function createId(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll("-", "")}`;
}
