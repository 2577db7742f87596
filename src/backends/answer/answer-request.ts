import { createMessageStream, type StreamPart, startOfAnswer } from "../../chat/index.ts";
import type { GenerateRequest } from "../../engine/index.ts";
import type { GuardedAnswer } from "../../grammar/index.ts";
import { resolveSampling } from "../../sampling/index.ts";
import type { ChatRequest, CompletionRequest, StreamOptions } from "../contract.ts";
import { AnswerController } from "./answer-controller.ts";
import { answerRule, noteWarnings, startUnder, toolReading } from "./answer-rule.ts";
import { type AnsweringModel, renderRequest, type TokenGenerator } from "./answering-model.ts";
import { fittingTokens } from "./fitting-tokens.ts";
import { readAnswer } from "./read-answer.ts";
import { checkBudget, checkFinishWish, checkStopStrings, createCallId, finishWithin } from "./request-checks.ts";
import { TokenLedger } from "./token-ledger.ts";

/**
 * From a request to its parts, for backends that take tokens and give tokens. Throws, at the first part, HermesError
 * "prompt-invalid", "context-exceeded", "usage", "schema-invalid", "schema-unsupported", "grammar-limit" or what the generator throws;
 * nothing has been generated then.
 */
export async function* answerRequest(
  model: AnsweringModel,
  generator: TokenGenerator,
  request: ChatRequest,
  options: StreamOptions,
): AsyncGenerator<StreamPart> {
  const prompt = renderRequest(request, model);
  const rule = answerRule(request);
  const start = startUnder(rule, request, startOfAnswer(prompt.prefill));
  checkFinishWish(request, rule !== null);
  const guarded = await guardAnswer(model, request, rule, prompt.prefill);
  const { contextLength } = generator;
  const encoding = await model.tokenizer.encodeSegmentsInSlices(prompt.segments, contextLength);
  const promptTokens = fittingTokens(encoding, contextLength);
  const controller = new AnswerController(model.tokenizer, {
    finishWithin: finishWithin(request, contextLength - promptTokens.length),
    stopTokens: model.stopTokens,
    stopStrings: checkStopStrings(request.stop ?? []),
    thinkingBudget: checkBudget(request.thinkingBudget),
    thought: options.thought ?? null,
    prefill: prompt.prefill,
    start,
    guard: guarded?.guard ?? null,
  });
  const events = generator.generate({ promptTokens, controller, ...generationFields(model, request, options) });
  const ledger = createLedger(model, request);
  const logprobs = ledger === null ? {} : { logprobsOf: (from: number, to: number) => ledger.take(from, to) };
  yield* readAnswer(events, {
    controller,
    messages: createMessageStream({ createCallId, start, tools: toolReading(request), ...logprobs }),
    ledger,
    warnings: [...prompt.warnings, ...noteWarnings(guarded?.notes ?? [])],
    promptTokens: promptTokens.length,
    promptProgress: options.promptProgress ?? false,
  });
}

/** What watches over the tokens of an answer; null where it is free text. */
async function guardAnswer(
  { grammars }: AnsweringModel,
  { thinking = false }: ChatRequest,
  rule: ReturnType<typeof answerRule>,
  prefill: string,
): Promise<GuardedAnswer | null> {
  if (rule === null) return null;
  return grammars.guardFor({ rule, start: startOfAnswer(prefill), prefill, mayThink: thinking });
}

/** What a generator takes as it stands in a request. Throws HermesError "usage" for sampling out of range. */
export function generationFields(
  { samplingDefaults }: Pick<AnsweringModel, "samplingDefaults">,
  { sampling, cacheSalt, maxTokens, logprobs }: ChatRequest | CompletionRequest,
  { signal, promptProgress }: StreamOptions,
): Omit<GenerateRequest, "promptTokens" | "controller"> {
  return {
    sampling: resolveSampling(sampling, samplingDefaults),
    ...(cacheSalt === undefined ? {} : { cacheSalt }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(logprobs === undefined ? {} : { logprobs }),
    ...(promptProgress === undefined ? {} : { promptProgress }),
    ...(signal === undefined ? {} : { signal }),
  };
}

/** The ledger of a request that asks for the probabilities of tokens. */
export function createLedger(
  { tokenizer, stopTokens }: AnsweringModel,
  { logprobs }: ChatRequest | CompletionRequest,
): TokenLedger | null {
  return logprobs === undefined ? null : new TokenLedger(tokenizer, (token) => !stopTokens.has(token));
}
