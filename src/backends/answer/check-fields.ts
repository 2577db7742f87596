import { HermesError } from "../../errors.ts";
import type { SamplingOptions } from "../../sampling/index.ts";
import type { ChatRequest, CompletionRequest } from "../contract.ts";

const REQUEST_FIELDS: Readonly<Record<keyof ChatRequest, true>> = {
  messages: true,
  tools: true,
  toolChoice: true,
  parallelToolCalls: true,
  constraint: true,
  finishWithinBudget: true,
  thinking: true,
  keepCots: true,
  thinkingBudget: true,
  maxTokens: true,
  stop: true,
  sampling: true,
  continueFinalMessage: true,
  cacheSalt: true,
  logprobs: true,
};

const COMPLETION_FIELDS: Readonly<Record<keyof CompletionRequest, true>> = {
  prompt: true,
  parseSpecial: true,
  addSpecial: true,
  maxTokens: true,
  stop: true,
  constraint: true,
  finishWithinBudget: true,
  sampling: true,
  cacheSalt: true,
  logprobs: true,
};

const SAMPLING_FIELDS: Readonly<Record<keyof SamplingOptions, true>> = {
  temperature: true,
  topP: true,
  topK: true,
  minP: true,
  repetitionPenalty: true,
  presencePenalty: true,
  frequencyPenalty: true,
  logitBias: true,
  seed: true,
};

/**
 * What a program without types may get wrong: a field nobody reads would be ignored in silence. Throws HermesError "usage" naming the
 * field and those there are.
 */
export function checkFields(request: ChatRequest): void {
  checkRequest(request, REQUEST_FIELDS);
}

/** As `checkFields`, for a text to continue. */
export function checkCompletionFields(request: CompletionRequest): void {
  checkRequest(request, COMPLETION_FIELDS);
}

function checkRequest(request: ChatRequest | CompletionRequest, fields: Readonly<Record<string, true>>): void {
  checkObject("The request", request, fields);
  if (request.sampling !== undefined) checkObject("sampling", request.sampling, SAMPLING_FIELDS);
  if (request.cacheSalt === undefined || typeof request.cacheSalt === "string") return;
  const message = `cacheSalt is ${JSON.stringify(request.cacheSalt)}; expected a string.`;
  throw new HermesError("usage", message, { argument: "cacheSalt" });
}

function checkObject(what: string, value: object, fields: Readonly<Record<string, true>>): void {
  if (typeof value !== "object" || value === null) {
    throw new HermesError("usage", `${what} is ${String(value)}; expected an object.`, {});
  }
  const unknown = Object.keys(value).find((field) => !Object.hasOwn(fields, field));
  if (unknown === undefined) return;
  const hint = Object.hasOwn(SAMPLING_FIELDS, unknown) ? ` It belongs into sampling.` : "";
  const message = `${what} has no field "${unknown}"; it has ${Object.keys(fields).join(", ")}.${hint}`;
  throw new HermesError("usage", message, { argument: unknown });
}
