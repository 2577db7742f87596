import { planChat } from "../answer/request/chat-plan.ts";
import type { Route } from "../contract.ts";
import { chatFields } from "../fields/chat-fields.ts";

export const applyTemplateRoute: Route = {
  method: "POST",
  path: "/apply-template",
  summary: "The prompt that a chat body makes, as the model would read it.",
  body: chatFields,
  encodes: "text",
  async handle(request, server) {
    const { text } = server.hermes().renderPrompt((await planChat(request, server)).request);
    return Response.json({ prompt: text });
  },
};

export const inputTokensRoute: Route = {
  method: "POST",
  path: "/v1/chat/completions/input_tokens",
  summary: "How many tokens the prompt of a chat body has.",
  body: chatFields,
  encodes: "text",
  async handle(request, server) {
    const count = await server.hermes().countPromptTokens((await planChat(request, server)).request);
    return Response.json({ object: "response.input_tokens", input_tokens: count });
  },
};
