import type { SamplingDefaults } from "../../environments/index.ts";
import { HermesError, isHermesError } from "../../errors.ts";
import type { ChatRequest } from "../../hermes.ts";
import type { EvaluatedModel } from "./evaluated-model.ts";

/** Bytes of a prompt that are taken for one token where the tokenizer is elsewhere: few, so that the context is kept. */
const BYTES_PER_TOKEN = 3;

/**
 * The request as it is sent: sampling of the task, of its prompt, and of the user, the later over the earlier; and an answer that ends where
 * the task's context does. Throws HermesError "context-exceeded" for a prompt that leaves no room.
 */
export async function limitRequest(
  request: ChatRequest,
  defaults: SamplingDefaults,
  overrides: Partial<SamplingDefaults>,
  seed: number,
  model: EvaluatedModel,
): Promise<ChatRequest> {
  const { temperature, topP, topK } = { ...defaults, ...request.sampling, ...overrides };
  const sampling = { ...request.sampling, temperature, topP, topK, seed };
  const most = overrides.maxTokens ?? request.maxTokens ?? defaults.maxTokens;
  const room = await roomOf(request, defaults.contextLength, model);
  const { maxTokens: _, ...rest } = request;
  if (most === null && room === null) return { ...rest, sampling };
  const maxTokens = Math.min(most ?? Number.POSITIVE_INFINITY, room ?? Number.POSITIVE_INFINITY);
  return { ...rest, maxTokens, sampling };
}

/** Tokens that the task's context leaves; null where the model's own context is no larger, and minds itself. */
async function roomOf(
  request: ChatRequest,
  contextLength: number | null,
  model: EvaluatedModel,
): Promise<number | null> {
  if (contextLength === null || contextLength >= model.contextLength) return null;
  const promptTokens = await countTokens(request, model);
  const room = contextLength - promptTokens;
  if (room >= 1) return room;
  const message = `The prompt has ${promptTokens} tokens and the task's context ${contextLength}, which leaves no room for an answer.`;
  throw new HermesError("context-exceeded", message, { promptTokens, contextLength });
}

async function countTokens(request: ChatRequest, model: EvaluatedModel): Promise<number> {
  try {
    return await model.countPromptTokens(request);
  } catch (error) {
    if (!isHermesError(error, "unsupported")) throw error;
    const text = JSON.stringify([request.messages, request.tools ?? []]);
    return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);
  }
}
