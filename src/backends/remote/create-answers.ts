import {
  createMessageStream,
  type ProfileName,
  type RenderedPrompt,
  type StreamPart,
  startOfAnswer,
} from "../../chat/index.ts";
import { toolReading } from "../answer/answer-rule.ts";
import { offeredTools } from "../answer/offered-tools.ts";
import { PlainTextStream } from "../answer/plain-text-stream.ts";
import { checkBudget, checkCount, checkStopStrings, createCallId } from "../answer/request-checks.ts";
import type { ChatRequest, CompletionRequest, StreamOptions } from "../contract.ts";
import { AnswerReader } from "./answer/answer-reader.ts";
import { ChatAnswer } from "./answer/chat-answer.ts";
import { CompletionAnswer } from "./answer/completion-answer.ts";
import { RawTextWriter } from "./answer/raw-text-writer.ts";
import { RemoteThought } from "./answer/remote-thought.ts";
import type { Endpoint } from "./http/endpoint.ts";
import type { CompletionsDialect, Preset } from "./presets.ts";
import { chatBody } from "./request/chat-body.ts";
import { completionsBody, promptText, stopTokensOf } from "./request/completions-body.ts";
import { rawPrompt } from "./request/raw-prompt.ts";
import { refuseToolRules } from "./request/tool-fields.ts";

/** The model behind an endpoint, and how it is spoken to. */
export interface RemoteModel {
  readonly endpoint: Endpoint;
  readonly preset: Preset;
  readonly modelId: string;
  readonly profile: ProfileName;
  /** First bytes of a prompt; null for none. */
  readonly bosToken: string | null;
}

export interface RemoteAnswer {
  stream(): AsyncGenerator<StreamPart>;
}

/** What is asked, and how: `signal` ends it, whoever the caller is. */
export interface Asked<Request extends ChatRequest | CompletionRequest> {
  readonly request: Request;
  readonly options: Omit<StreamOptions, "signal">;
  readonly signal: AbortSignal;
}

/** An answer by POST /chat/completions: the endpoint renders the prompt. Throws HermesError "usage". */
export function createChatAnswer(
  model: RemoteModel,
  { request, options, signal }: Asked<ChatRequest>,
  { prefill }: RenderedPrompt,
): RemoteAnswer {
  const { endpoint, preset, modelId } = model;
  readLimit(request);
  const start = startOfAnswer(prefill);
  const writer = new RawTextWriter({ prefill, thinking: request.thinking ?? false, createCallId });
  const messages = createMessageStream({ createCallId: () => writer.takeCallId(), start, tools: toolReading(request) });
  return new ChatAnswer({
    endpoint,
    signal,
    body: chatBody(modelId, preset, request, options),
    writer,
    reader: new AnswerReader({ start, messages, stopTokens: [], stopStrings: checkStopStrings(request.stop ?? []) }),
    thinkingBudget: checkBudget(request.thinkingBudget),
    thought: remoteThought(model, options, signal),
  });
}

/** An answer by POST /completions to a prompt that we render. Throws HermesError "prompt-invalid" or "usage". */
export function createRenderedAnswer(
  model: RemoteModel,
  { request, options, signal }: Asked<ChatRequest>,
  prompt: RenderedPrompt,
): RemoteAnswer {
  const { endpoint, preset, profile, modelId } = model;
  const dialect = preset.completions as CompletionsDialect;
  refuseToolRules(preset, request);
  const start = startOfAnswer(prompt.prefill);
  const messages = createMessageStream({ createCallId, start, tools: toolReading(request) });
  const stopStrings = checkStopStrings(request.stop ?? []);
  return new CompletionAnswer({
    endpoint,
    signal,
    dialect,
    maxTokens: readLimit(request),
    body: completionsBody(modelId, preset, dialect, request, options),
    prompt: promptText(prompt, model, dialect),
    prefill: prompt.prefill,
    // A second call is not waited for: the endpoint knows nothing of calls, so it cannot be told.
    reader: new AnswerReader({
      start,
      messages,
      stopTokens: stopTokensOf(profile),
      stopStrings,
      ...(request.parallelToolCalls === false && offeredTools(request).length > 0 ? { mostCalls: 1 } : {}),
    }),
    thinkingBudget: checkBudget(request.thinkingBudget),
    thought: options.thought ?? null,
  });
}

/** A text continued by POST /completions. Throws HermesError "usage". */
export function createRawAnswer(
  model: RemoteModel,
  { request, options, signal }: Asked<CompletionRequest>,
): RemoteAnswer {
  const { endpoint, preset, profile, modelId } = model;
  const dialect = preset.completions as CompletionsDialect;
  const messages = new PlainTextStream(null);
  const stopStrings = checkStopStrings(request.stop ?? []);
  return new CompletionAnswer({
    endpoint,
    signal,
    dialect,
    maxTokens: readLimit(request),
    body: completionsBody(modelId, preset, dialect, request, options),
    prompt: rawPrompt(request, model, preset, dialect),
    prefill: "",
    reader: new AnswerReader({ start: "content", messages, stopTokens: stopTokensOf(profile), stopStrings }),
    thinkingBudget: null,
    thought: null,
  });
}

/** Where the endpoint has no way to end a thought, there is none to end. */
function remoteThought(
  { endpoint, preset }: RemoteModel,
  { thought }: StreamOptions,
  signal: AbortSignal,
): RemoteThought | null {
  if (thought === undefined) return null;
  if (preset.thoughtControl) return new RemoteThought(thought, endpoint, signal);
  thought.close();
  return null;
}

function readLimit({ maxTokens }: ChatRequest | CompletionRequest): number | null {
  return maxTokens === undefined ? null : checkCount("maxTokens", maxTokens, 1);
}
