import { createHead } from "../answer/answer-head.ts";
import { explainConstraint } from "../answer/request/constraint-places.ts";
import { samplingOfChoice } from "../answer/request/read-sampling.ts";
import type { ChoicePart } from "../answer/run/part-queue.ts";
import { runAnswers, type StartAnswer } from "../answer/run/run-answer.ts";
import { sendChunks } from "../answer/send-events.ts";
import { planText, type TextPlan } from "../answer/text/text-plan.ts";
import { writeText, writeTextChunks } from "../answer/text/write-text.ts";
import type { Route, RouteRequest, ServerContext } from "../contract.ts";
import { completionFields } from "../fields/completion-fields.ts";

/** POST /v1/completions. */
export const completions: Route = {
  method: "POST",
  path: "/v1/completions",
  summary: "Continues texts as they stand, without a template.",
  body: completionFields,
  encodes: "prompt",
  takesPlace: true,
  async handle(request, server) {
    const plan = await planText(request, server);
    const head = createHead(server, "cmpl");
    const parts = runPlan(plan, request, server);
    if (!plan.stream.streamed) return Response.json(await writeText(parts, head, plan));
    return sendChunks(
      writeTextChunks(parts, head, plan, () => performance.now()),
      plan.stream,
      request,
      server,
    );
  },
};

function runPlan(plan: TextPlan, request: RouteRequest, server: ServerContext): AsyncIterable<ChoicePart> {
  const hermes = server.hermes();
  const starts = plan.requests.flatMap((prompt) =>
    Array.from({ length: plan.choices }, (_, index): StartAnswer => {
      const completion = { ...prompt, sampling: samplingOfChoice(prompt.sampling ?? {}, index) };
      return (options) => hermes.complete(completion, options);
    }),
  );
  return runAnswers(server, request, starts, {
    promptProgress: plan.stream.progress || plan.stream.timingsPerToken,
    explain: (error) => explainConstraint(error, plan.places),
  });
}
