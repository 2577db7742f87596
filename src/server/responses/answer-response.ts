import type { StreamPart } from "../../chat/index.ts";
import { explainConstraint } from "../answer/request/constraint-places.ts";
import { runAnswer } from "../answer/run/run-answer.ts";
import type { ApiError } from "../api-error.ts";
import type { RouteRequest, ServerContext } from "../contract.ts";
import { createEventStream } from "../stream/event-stream.ts";
import type { SseEvent } from "../stream/sse-event.ts";
import { nameOwnFields } from "./name-own-fields.ts";
import { planResponse, type ResponsePlan } from "./plan-response.ts";
import type { NumberedEvent } from "./wire.ts";

/** Answers a checked body, whole or as events. Throws what cannot be answered, before the first event. */
export async function answerResponse(request: RouteRequest, server: ServerContext): Promise<Response> {
  try {
    const plan = await planResponse(request, server);
    if (request.body.stream === true) {
      const { pingMs } = plan.chat.stream;
      return await createEventStream(sendEvents(plan, request, server), request, server, {
        ...(pingMs === undefined ? {} : { pingMs }),
        renderFailure: (error) => renderFailure(plan, nameOwnFields(error)),
      });
    }
    for await (const part of partsOf(plan, request, server)) plan.writer.push(part);
    return Response.json(plan.writer.response);
  } catch (error) {
    throw nameOwnFields(error);
  }
}

function partsOf({ id, chat }: ResponsePlan, request: RouteRequest, server: ServerContext): AsyncIterable<StreamPart> {
  return runAnswer(server, request, chat.request, {
    // The first sign that the prompt is taken: behind it, failures are part of the stream.
    promptProgress: true,
    explain: (error) => explainConstraint(error, chat.places),
    ...(chat.control ? { controlId: id } : {}),
  });
}

async function* sendEvents(plan: ResponsePlan, request: RouteRequest, server: ServerContext): AsyncGenerator<SseEvent> {
  let begun = false;
  for await (const part of partsOf(plan, request, server)) {
    if (!begun) for (const event of plan.writer.start()) yield asSent(event);
    begun = true;
    for (const event of plan.writer.push(part)) yield asSent(event);
  }
}

function asSent(event: NumberedEvent): SseEvent {
  return { event: event.type, data: event };
}

function renderFailure({ writer }: ResponsePlan, error: ApiError): SseEvent {
  const event = writer.fail(error);
  return { event: event.type, data: event };
}
