import type { ThinkingFields } from "../../../chat/index.ts";
import type { ChatRequest, Hermes } from "../../../hermes.ts";
import { badRequest } from "../../api-error.ts";
import type { RouteRequest, ServerContext } from "../../contract.ts";
import type { WireMessage } from "../../fields/message-fields.ts";
import { requireModel } from "../../served-models.ts";
import { answerTokens, checkCount, checkPromptLength, readChoices } from "./check-limits.ts";
import { checkTogether } from "./check-together.ts";
import { checkConstraint, type Places } from "./constraint-places.ts";
import { offerTools } from "./offer-tools.ts";
import { readConstraint } from "./read-constraint.ts";
import { logprobsOf } from "./read-logprobs.ts";
import { readMessages } from "./read-messages.ts";
import { saltOf } from "./read-salt.ts";
import { readSampling, readStop } from "./read-sampling.ts";
import { readTools, type WireTool } from "./read-tools.ts";
import { settleThought, type ThoughtSettings } from "./settle-thought.ts";
import { type StreamWishes, streamWishes } from "./stream-wishes.ts";

/** A chat body, understood: what the model is asked, and how its answer is sent. */
export interface ChatPlan {
  readonly request: ChatRequest;
  readonly choices: number;
  readonly thought: ThoughtSettings;
  /** The thought may be ended from outside. */
  readonly control: boolean;
  /** Where in the body what the answer must be stands. */
  readonly places: Places;
  readonly logprobs: boolean;
  readonly stream: StreamWishes;
}

type Body = Readonly<Record<string, unknown>>;

/** Understands the body of a chat completion. Rejects with ApiError 400 or 404, and HermesError "prompt-invalid". */
export async function planChat(
  { body, caller }: Pick<RouteRequest, "body" | "caller">,
  server: ServerContext,
): Promise<ChatPlan> {
  const hermes = server.hermes();
  const { limits, defaults } = server.options;
  if (body.model !== undefined) requireModel(body.model as string, server);
  checkTogether(body);
  const stream = streamWishes(body);
  const conversation = readConversation(body, server);
  const asked = readConstraint(body);
  checkConstraint(asked, conversation, readStop(body));
  const maxTokens = readMaxTokens(body, server);
  const thought = await settleThought(body as ThinkingFields, defaults, () =>
    thoughtRoom(hermes, { ...conversation, thinking: true }, maxTokens),
  );
  const request: ChatRequest = {
    ...conversation,
    thinking: thought.thinking,
    keepCots: thought.keepCots,
    ...(thought.budget === null ? {} : { thinkingBudget: thought.budget }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(asked === null ? {} : { constraint: asked.constraint }),
    ...(body.finish_within_budget === true ? { finishWithinBudget: true } : {}),
    stop: readStop(body),
    sampling: readSampling(body, defaults.sampling, hermes.facts.vocabularySize),
    ...saltOf(caller.cacheSalt, body.cache_salt, hermes),
    ...logprobsOf(body.logprobs === true ? ((body.top_logprobs ?? 0) as number) : undefined, stream, hermes),
  };
  await checkPromptLength(hermes, request, limits);
  return {
    request,
    choices: readChoices(body.n, limits),
    thought,
    control: body.reasoning_control === true,
    places: { constraint: asked?.field ?? null, tools: toolNames(body) },
    logprobs: body.logprobs === true,
    stream,
  };
}

function readConversation(
  body: Body,
  { options }: ServerContext,
): Pick<ChatRequest, "messages" | "tools" | "toolChoice" | "parallelToolCalls" | "continueFinalMessage"> {
  const messages = body.messages as readonly WireMessage[];
  const tools = (body.tools ?? []) as readonly WireTool[];
  checkCount("messages", messages.length, options.limits.messages);
  checkCount("tools", tools.length, options.limits.tools);
  return {
    messages: readMessages(messages),
    ...offerTools(readTools(tools), body),
    ...(body.continue_final_message === true ? { continueFinalMessage: true } : {}),
  };
}

function toolNames({ tools = [] }: Body): string[] {
  return readTools(tools as readonly WireTool[]).map(({ function: { name } }) => name);
}

function readMaxTokens(body: Body, { options }: ServerContext): number | undefined {
  const { max_tokens: old, max_completion_tokens: named } = body as Readonly<Record<string, number | undefined>>;
  if (old !== undefined && named !== undefined && old !== named) {
    const message = `max_tokens is ${old} and max_completion_tokens ${named}; send one of them.`;
    throw badRequest(message, "max_tokens", "invalid_value");
  }
  return answerTokens(named ?? old, named === undefined ? "max_tokens" : "max_completion_tokens", options.limits);
}

/** The tokens of which an effort takes its share; an endpoint makes of an effort what it likes. */
async function thoughtRoom(
  hermes: Hermes,
  request: ChatRequest,
  maxTokens: number | undefined,
): Promise<number | undefined> {
  if (hermes.facts.engine === "endpoint" || hermes.tokens === null) return undefined;
  if (maxTokens !== undefined) return maxTokens;
  const { contextLength } = hermes;
  return Math.max(1, contextLength - (await hermes.countPromptTokens(request, contextLength)));
}
