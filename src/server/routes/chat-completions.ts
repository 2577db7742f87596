import { startOfAnswer } from "../../chat/index.ts";
import type { ChatRequest } from "../../hermes.ts";
import { createHead } from "../answer/answer-head.ts";
import type { ChatSpelling } from "../answer/chat/chat-spelling.ts";
import type { AnswerHead } from "../answer/chat/wire.ts";
import { writeChunks } from "../answer/chat/write-chunks.ts";
import { writeCompletion } from "../answer/chat/write-completion.ts";
import { type ChatPlan, planChat } from "../answer/request/chat-plan.ts";
import { explainConstraint } from "../answer/request/constraint-places.ts";
import { samplingOfChoice } from "../answer/request/read-sampling.ts";
import type { ChoicePart } from "../answer/run/part-queue.ts";
import { runAnswers, type StartAnswer } from "../answer/run/run-answer.ts";
import { sendChunks } from "../answer/send-events.ts";
import type { Route, RouteRequest, ServerContext } from "../contract.ts";
import { chatFields } from "../fields/chat-fields.ts";

/** POST /v1/chat/completions. */
export const chatCompletions: Route = {
  method: "POST",
  path: "/v1/chat/completions",
  summary: "Answers a conversation, whole or as a stream of chunks.",
  body: chatFields,
  encodes: "text",
  takesPlace: true,
  async handle(request, server) {
    const plan = await planChat(request, server);
    const head = createHead(server, "chatcmpl");
    const parts = runPlan(plan, head, request, server);
    const spelling = spellingOf(plan, head, server);
    if (!plan.stream.streamed) return Response.json(await writeCompletion(parts, spelling));
    return sendChunks(
      writeChunks(parts, spelling, plan.stream, () => performance.now()),
      plan.stream,
      request,
      server,
    );
  },
};

function runPlan(
  plan: ChatPlan,
  { id }: AnswerHead,
  request: RouteRequest,
  server: ServerContext,
): AsyncIterable<ChoicePart> {
  const hermes = server.hermes();
  const starts = Array.from({ length: plan.choices }, (_, index): StartAnswer => {
    const chatRequest = { ...plan.request, sampling: samplingOfChoice(plan.request.sampling ?? {}, index) };
    return (options) => hermes.stream(chatRequest, options);
  });
  return runAnswers(server, request, starts, {
    promptProgress: plan.stream.progress || plan.stream.timingsPerToken,
    explain: (error) => explainConstraint(error, plan.places),
    ...(plan.control ? { controlId: id } : {}),
  });
}

function spellingOf(plan: ChatPlan, head: AnswerHead, server: ServerContext): ChatSpelling {
  return {
    head,
    choices: plan.choices,
    thought: plan.thought,
    reasoningFields: server.options.defaults.reasoningFields,
    insideThought: startOfAnswer(prefillOf(plan.request)) === "reasoning",
    logprobs: plan.logprobs,
  };
}

/** The text that the answer goes on with; "" for a turn of its own. */
function prefillOf({ continueFinalMessage, messages }: ChatRequest): string {
  const content = continueFinalMessage ? messages.at(-1)?.content : null;
  if (typeof content === "string") return content;
  return (content ?? []).map(({ text }) => text).join("");
}
