import type { StreamPart } from "../../chat/index.ts";
import { HermesError } from "../../errors.ts";
import type { CompletionRequest, StreamOptions } from "../contract.ts";
import { AnswerController } from "./answer-controller.ts";
import { createLedger, generationFields } from "./answer-request.ts";
import { checkStop, noteWarnings } from "./answer-rule.ts";
import type { AnsweringModel, TokenGenerator } from "./answering-model.ts";
import { checkCompletionFields } from "./check-fields.ts";
import { fittingTokens } from "./fitting-tokens.ts";
import { PlainTextStream } from "./plain-text-stream.ts";
import { readAnswer } from "./read-answer.ts";
import { checkFinishWish, checkStopStrings, finishWithin } from "./request-checks.ts";
import { checkTokens, encodeTextInSlices } from "./token-access.ts";

/** Nothing of the continuation is written yet, and a thought in it is text. */
const FROM_THE_START = { start: "content", prefill: "", mayThink: false } as const;

/**
 * From a text to what follows it, for backends that take tokens and give tokens. Throws, at the first part, HermesError
 * "context-exceeded", "usage" or what the generator throws; nothing has been generated then.
 */
export async function* completeRequest(
  model: AnsweringModel,
  generator: TokenGenerator,
  request: CompletionRequest,
  options: StreamOptions,
): AsyncGenerator<StreamPart> {
  checkCompletionFields(request);
  const promptTokens = await promptTokensOf(model, request, generator.contextLength);
  const { constraint = null } = request;
  const stop = request.stop ?? [];
  checkStop(stop, constraint);
  checkFinishWish(request, constraint !== null);
  const guarded = constraint === null ? null : await model.grammars.guardFor({ rule: constraint, ...FROM_THE_START });
  const controller = new AnswerController(model.tokenizer, {
    finishWithin: finishWithin(request, generator.contextLength - promptTokens.length),
    stopTokens: model.stopTokens,
    stopStrings: checkStopStrings(stop),
    thinkingBudget: null,
    thought: options.thought ?? null,
    prefill: "",
    start: "content",
    guard: guarded?.guard ?? null,
  });
  const events = generator.generate({ promptTokens, controller, ...generationFields(model, request, options) });
  const ledger = createLedger(model, request);
  yield* readAnswer(events, {
    controller,
    messages: new PlainTextStream(ledger),
    ledger,
    warnings: noteWarnings(guarded?.notes ?? []),
    promptTokens: promptTokens.length,
    promptProgress: options.promptProgress ?? false,
  });
}

async function promptTokensOf(
  model: AnsweringModel,
  { prompt, ...options }: CompletionRequest,
  contextLength: number,
): Promise<readonly number[]> {
  const tokens =
    typeof prompt === "string"
      ? fittingTokens(await encodeTextInSlices(model, prompt, options, contextLength), contextLength)
      : prompt;
  if (!Array.isArray(tokens) || tokens.length === 0) {
    const message = "prompt is empty; expected a text, or a list of at least one token id.";
    throw new HermesError("usage", message, { argument: "prompt" });
  }
  checkTokens("prompt", tokens, model.tokenizer.vocabularySize);
  return tokens;
}
