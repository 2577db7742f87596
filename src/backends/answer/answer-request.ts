import {
  createMessageStream,
  finishReasonOf,
  type MessageStream,
  type ProfileName,
  type PromptWarning,
  type RenderedPrompt,
  renderPrompt,
  type StreamPart,
  startOfAnswer,
} from "../../chat/index.ts";
import type { EngineEvent, GenerateRequest } from "../../engine/index.ts";
import { resolveSampling, type SamplingDefaults } from "../../sampling/index.ts";
import type { Tokenizer } from "../../tokenizer/index.ts";
import type { ChatRequest, StreamOptions } from "../contract.ts";
import { AnswerController } from "./answer-controller.ts";
import { checkFields } from "./check-fields.ts";
import { checkBudget, checkStopStrings, createCallId } from "./request-checks.ts";

/** What of a model the way from a request to its parts depends on. */
export interface AnsweringModel {
  readonly tokenizer: Tokenizer;
  readonly profile: ProfileName;
  /** First bytes of every prompt; null for none. */
  readonly bosToken: string | null;
  /** Tokens that end an answer, with their text. */
  readonly stopTokens: ReadonlyMap<number, string>;
  /** What the model's files say. */
  readonly samplingDefaults: SamplingDefaults;
}

/** Whatever turns prompt tokens into answer tokens: our engine, or one we speak with. */
export interface TokenGenerator {
  /** As `Engine.generate`. */
  generate(request: GenerateRequest): AsyncIterable<EngineEvent>;
}

/** The prompt of a request, as the model gets it. Throws HermesError "prompt-invalid", and "usage" for a field there is not. */
export function renderRequest(
  request: ChatRequest,
  { profile, bosToken }: Pick<AnsweringModel, "profile" | "bosToken">,
): RenderedPrompt {
  checkFields(request);
  const continueFinalMessage = request.continueFinalMessage ?? false;
  return renderPrompt({
    profile,
    bosToken,
    messages: request.messages,
    tools: request.tools ?? null,
    thinking: request.thinking ?? false,
    keepCots: request.keepCots ?? false,
    continueFinalMessage,
    addGenerationPrompt: !continueFinalMessage,
  });
}

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
  });
  const events = generator.generate({
    promptTokens,
    controller,
    sampling: resolveSampling(request.sampling, model.samplingDefaults),
    ...(request.cacheSalt === undefined ? {} : { cacheSalt: request.cacheSalt }),
    ...(request.maxTokens === undefined ? {} : { maxTokens: request.maxTokens }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  } satisfies GenerateRequest);
  const tools = (request.tools?.length ?? 0) > 0;
  const messages = createMessageStream({ createCallId, start, tools });
  yield* readAnswer(events, controller, messages, prompt.warnings, promptTokens.length);
}

/** Turns the generator's events into stream parts. */
async function* readAnswer(
  events: AsyncIterable<EngineEvent>,
  controller: AnswerController,
  messages: MessageStream,
  warnings: readonly PromptWarning[],
  promptTokens: number,
): AsyncGenerator<StreamPart> {
  let unsaid = warnings;
  let raw = "";
  let toolCalls = 0;
  let cachedTokens = 0;
  const read = (): StreamPart[] => {
    const text = controller.takeText();
    raw += text;
    const parts = messages.push(text);
    toolCalls += parts.filter((part) => part.type === "tool-call").length;
    return parts;
  };
  for await (const event of events) {
    // Not before the loop: only a reader who leaves inside it cancels the sequence.
    for (const { code, message } of unsaid) yield { type: "diagnostic", code, message };
    unsaid = [];
    if (event.type === "admitted") cachedTokens = event.cachedTokens;
    else if (event.type === "token") yield* read();
    else {
      controller.finish();
      yield* read();
      const rest = messages.finish();
      toolCalls += rest.filter((part) => part.type === "tool-call").length;
      yield* rest;
      const { completionTokens, reasoningTokens, thinkingBudgetReached, stoppedBy } = controller;
      // A stop string may only come to light now, in text that was held back as a possible beginning of a thought.
      const limitReached = event.reason === "length" && stoppedBy === null;
      yield {
        type: "finish",
        reason: event.reason === "cancelled" ? "cancelled" : finishReasonOf({ limitReached, toolCalls }),
        usage: { promptTokens, completionTokens, reasoningTokens, cachedTokens },
        timings: { promptMs: event.promptMs, decodeMs: event.decodeMs },
        thinkingBudgetReached,
        stoppedBy,
        raw,
      };
    }
  }
}
