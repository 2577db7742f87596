import { HermesError } from "../errors.ts";
import type { GenerateRequest } from "./contract.ts";
import { isToken, type SequenceBounds } from "./sequence.ts";

/** Likeliest tokens told of one place; as many as OpenAI gives. */
const MOST_LOGPROBS = 20;

/** What a model sets for every request. */
export interface RequestRoom {
  /** Longest prompt plus answer, in tokens. */
  readonly contextLength: number;
  readonly vocabularySize: number;
}

/** The bounds of a request's sequence. Throws HermesError "usage" or "context-exceeded". */
export function checkRequest(
  { promptTokens, maxTokens, logprobs }: GenerateRequest,
  room: RequestRoom,
): SequenceBounds {
  const { contextLength, vocabularySize } = room;
  if (promptTokens.length === 0) {
    throw new HermesError("usage", "The prompt has no tokens; at least one is needed.", { argument: "promptTokens" });
  }
  const stranger = promptTokens.find((token) => !isToken(token, vocabularySize));
  if (stranger !== undefined) {
    const message = `The prompt holds token ${stranger}; expected ids from 0 to ${vocabularySize - 1}.`;
    throw new HermesError("usage", message, { argument: "promptTokens" });
  }
  if (maxTokens !== undefined && !(Number.isInteger(maxTokens) && maxTokens >= 1)) {
    const message = `maxTokens is ${maxTokens}; expected a whole number of at least 1.`;
    throw new HermesError("usage", message, { argument: "maxTokens" });
  }
  if (logprobs !== undefined && !(Number.isInteger(logprobs) && logprobs >= 0 && logprobs <= MOST_LOGPROBS)) {
    const message = `logprobs is ${logprobs}; expected a whole number from 0 to ${MOST_LOGPROBS}.`;
    throw new HermesError("usage", message, { argument: "logprobs" });
  }
  const left = contextLength - promptTokens.length;
  if (left >= 1) return { answerTokens: Math.min(left, maxTokens ?? left), vocabularySize };
  throw new HermesError(
    "context-exceeded",
    `The prompt has ${promptTokens.length} tokens and the context ${contextLength}, which leaves no room for an ` +
      "answer. Shorten the messages or start a new conversation.",
    { promptTokens: promptTokens.length, contextLength },
  );
}
