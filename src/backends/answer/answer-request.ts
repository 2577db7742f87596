import { createMessageStream, type StreamPart, startOfAnswer } from "../../chat/index.ts";
import type { GenerateRequest } from "../../engine/index.ts";
import { resolveSampling } from "../../sampling/index.ts";
import type { ChatRequest, CompletionRequest, StreamOptions } from "../contract.ts";
import { AnswerController } from "./answer-controller.ts";
import { type AnsweringModel, renderRequest, type TokenGenerator } from "./answering-model.ts";
import { readAnswer } from "./read-answer.ts";
import { checkBudget, checkStopStrings, createCallId } from "./request-checks.ts";

/**
 * From a request to its parts, for backends that take tokens and give tokens. Throws, at the first part, HermesError
 * "prompt-invalid", "context-exceeded", "usage" or what the generator throws; nothing has been generated then.
 */
export async function* answerRequest(
  model: AnsweringModel,
  generator: TokenGenerator,
  request: ChatRequest,
  options: StreamOptions,
): AsyncGenerator<StreamPart> {
  const prompt = renderRequest(request, model);
  const promptTokens = model.tokenizer.encodeSegments(prompt.segments);
  const start = startOfAnswer(prompt.prefill);
  const controller = new AnswerController(model.tokenizer, {
    stopTokens: model.stopTokens,
    stopStrings: checkStopStrings(request.stop ?? []),
    thinkingBudget: checkBudget(request.thinkingBudget),
    prefill: prompt.prefill,
    start,
  });
  const events = generator.generate({
    promptTokens,
    controller,
    sampling: resolveSampling(request.sampling, model.samplingDefaults),
    ...generationFields(request, options),
  });
  const tools = (request.tools?.length ?? 0) > 0;
  const messages = createMessageStream({ createCallId, start, tools });
  yield* readAnswer(events, { controller, messages, warnings: prompt.warnings, promptTokens: promptTokens.length });
}

/** What a generator takes as it stands in a request. */
export function generationFields(
  { cacheSalt, maxTokens }: Pick<ChatRequest | CompletionRequest, "cacheSalt" | "maxTokens">,
  { signal }: StreamOptions,
): Pick<GenerateRequest, "cacheSalt" | "maxTokens" | "signal"> {
  return {
    ...(cacheSalt === undefined ? {} : { cacheSalt }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(signal === undefined ? {} : { signal }),
  };
}
