import { ApiError } from "../api-error.ts";
import { checkTextLength } from "../check-text-length.ts";
import type { Route, RouteRequest } from "../contract.ts";
import { parseBody } from "../fields/parse-body.ts";
import { type BodySource, parseJsonBody, readBody, requireJson } from "../read-body.ts";
import type { AppContext, RequestFrame } from "./request-frame.ts";
import type { ServerCore } from "./server-core.ts";

/** Answers a request of a caller who may ask: reads and checks the body, takes a place where the route needs one, runs it. */
export async function runRoute(route: Route, context: AppContext, core: ServerCore): Promise<Response> {
  const frame = context.get("frame");
  // Before the body is read: a server that cannot answer need not read.
  if (route.takesPlace) core.hermes();
  const body = await readFields(route, context, core);
  if (route.takesPlace) core.options.log.content?.({ id: frame.id, route: route.path, body }, "prompt");
  if (route.takesPlace) await takePlace(frame, core);
  if (route.encodes !== undefined) {
    const parseSpecial = (body.parse_special ?? route.encodes === "prompt") === true;
    await checkTextLength(promptFields(route, body), core, { parseSpecial, signal: frame.signal });
  }
  const request: RouteRequest = {
    id: frame.id,
    caller: frame.caller,
    body,
    parameters: context.req.param(),
    headers: context.req.raw.headers,
    signal: frame.signal,
    answerHeaders: frame.answerHeaders,
    note: frame.note,
  };
  return await untilAborted(route.handle(request, core), frame.signal);
}

async function readFields(route: Route, context: AppContext, core: ServerCore): Promise<RouteRequest["body"]> {
  if (route.method === "GET") return {};
  const frame = context.get("frame");
  const { headers } = context.req.raw;
  requireJson(headers);
  const source: BodySource | null = context.env?.incoming ?? context.req.raw.body;
  const text = await readBody(source, headers, core.options.limits, frame.signal);
  if (route.body === undefined) return {};
  const passUnknown = core.options.defaults.passUnknownFields;
  const { body, warnings } = parseBody(route.body, parseJsonBody(text), { passUnknown, text });
  for (const warning of warnings) frame.answerHeaders.append("x-hermes-warning", warning);
  return body;
}

/** The fields whose texts the model may come to read. */
function promptFields(route: Route, body: RouteRequest["body"]): RouteRequest["body"] {
  const outside = new Set(route.body?.fields.filter((field) => field.outsidePrompt).map(({ name }) => name));
  return Object.fromEntries(Object.entries(body).filter(([name]) => !outside.has(name)));
}

async function takePlace(frame: RequestFrame, core: ServerCore): Promise<void> {
  const { answerTimeoutMs } = core.options.limits;
  frame.onEnd(await core.admission.enter(frame.caller.keyName, frame.signal));
  // The model may have left while this request waited.
  core.hermes();
  if (answerTimeoutMs === null) return;
  const timer = setTimeout(() => frame.abort(tookTooLong(answerTimeoutMs)), answerTimeoutMs);
  frame.onEnd(() => clearTimeout(timer));
}

/** A handler that does not look at its signal cannot keep a client waiting. */
async function untilAborted(answer: Promise<Response> | Response, signal: AbortSignal): Promise<Response> {
  const aborted = Promise.withResolvers<never>();
  const leave = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", leave, { once: true });
  if (signal.aborted) leave();
  try {
    return await Promise.race([answer, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}

function tookTooLong(timeoutMs: number): ApiError {
  const message = `The answer took longer than ${timeoutMs} ms, the most this server gives one.`;
  return new ApiError(message, { status: 504, type: "timeout_error", code: "answer_timeout" });
}
