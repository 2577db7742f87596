import { expect, test } from "vitest";
import type { ChatRequest, CompletionRequest } from "../contract.ts";
import { createRecitingBackend } from "../native/test-model.ts";

const messages = [{ role: "user", content: "Hi" }];

test.each([
  [
    "a misspelt field",
    { messages, maxtokens: 4 },
    "maxtokens",
    /has no field "maxtokens"; it has messages, .*maxTokens/,
  ],
  ["a sampling field outside", { messages, temperature: 0 }, "temperature", /It belongs into sampling/],
  ["a misspelt sampling field", { messages, sampling: { temprature: 1 } }, "temprature", /sampling has no field/],
  ["a field of Object.prototype", { messages, constructor: 1 }, "constructor", /has no field "constructor"/],
  ["a salt that is no text", { messages, cacheSalt: 5 }, "cacheSalt", /cacheSalt is 5/],
  ["sampling that is no object", { messages, sampling: 3 }, undefined, /sampling is 3/],
  ["no request", undefined, undefined, /The request is undefined/],
])("%s is refused before anything is generated", async (_name, request, argument, message) => {
  const backend = createRecitingBackend("Hello");
  const first = backend.stream(request as unknown as ChatRequest).next();
  await expect(first).rejects.toMatchObject({ code: "usage", message: expect.stringMatching(message) });
  await expect(first).rejects.toHaveProperty("facts", argument === undefined ? {} : { argument });
  await backend.dispose();
});

test("every field there is passes", async () => {
  const backend = createRecitingBackend("Hello");
  const request: Required<ChatRequest> = {
    messages: [...messages, { role: "assistant", content: "{" }] as ChatRequest["messages"],
    tools: [],
    toolChoice: "auto",
    parallelToolCalls: true,
    constraint: { type: "json-object" },
    finishWithinBudget: false,
    thinking: false,
    keepCots: false,
    thinkingBudget: 4,
    maxTokens: 2,
    stop: [],
    sampling: {
      temperature: 0,
      topP: 1,
      topK: 0,
      minP: 0,
      repetitionPenalty: 1,
      presencePenalty: 0,
      frequencyPenalty: 0,
      logitBias: {},
      seed: 1,
    },
    continueFinalMessage: true,
    cacheSalt: "a",
    logprobs: 2,
  };
  const parts = [];
  for await (const part of backend.stream(request)) parts.push(part.type);
  expect(parts.at(-1)).toBe("finish");
  await backend.dispose();
});

test("every field of a text to continue passes, and none of a question", async () => {
  const backend = createRecitingBackend("Hello");
  const request: Required<CompletionRequest> = {
    prompt: "a",
    parseSpecial: true,
    addSpecial: false,
    maxTokens: 2,
    stop: [],
    constraint: { type: "choice", choices: ["yes", "no"] },
    finishWithinBudget: true,
    sampling: {},
    cacheSalt: "a",
    logprobs: 0,
  };
  const parts = [];
  for await (const part of backend.complete(request)) parts.push(part.type);
  expect(parts.at(-1)).toBe("finish");
  const asked = { ...request, thinking: true } as CompletionRequest;
  await expect(backend.complete(asked).next()).rejects.toMatchObject({ facts: { argument: "thinking" } });
  await backend.dispose();
});
