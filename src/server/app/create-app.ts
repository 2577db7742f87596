import { Hono, type MiddlewareHandler } from "hono";
import { ApiError } from "../api-error.ts";
import type { Route } from "../contract.ts";
import { toApiError } from "../error-table.ts";
import { printPath } from "../openapi/route-path.ts";
import { createPageFiles } from "../page/page-files.ts";
import { reportFault } from "../report-fault.ts";
import { routes as allRoutes } from "../routes/index.ts";
import { type Authorise, createAuthorise } from "../security/authorise.ts";
import { answerHeaders, dataHeaders } from "../security/security-headers.ts";
import { errorResponse } from "./error-response.ts";
import { createGuard } from "./guard.ts";
import { logRequest } from "./log-request.ts";
import { type AppEnv, RequestFrame } from "./request-frame.ts";
import { runRoute } from "./run-route.ts";
import type { ServerCore } from "./server-core.ts";

export type App = Hono<AppEnv>;

/** All that a server answers, without a socket: `app.request(path)` asks it in process. */
export function createApp(core: ServerCore, routes: readonly Route[] = allRoutes): App {
  const { options } = core;
  const app: App = new Hono<AppEnv>();
  const authorise = createAuthorise(options.keys);
  app.use(frameRequest(core));
  app.use(createGuard(options));
  registerRoutes(app, routes, core, authorise);
  const page = createPageFiles(options.pageFolder);
  app.notFound(async (context) => {
    const reading = context.req.method === "GET" || context.req.method === "HEAD";
    const file = reading ? await page.answer(context.req.path, context.req.raw.headers) : null;
    if (file !== null) return file;
    authorise(context.req.raw.headers);
    throw notFound(routes);
  });
  app.onError((error, context) => {
    const frame = context.get("frame");
    const told = toApiError(frame.signal.aborted ? frame.signal.reason : error);
    reportFault(told, frame.id, options.log);
    frame.note({ failure: told.facts.code ?? told.facts.type });
    return errorResponse(told);
  });
  return app;
}

/** Opens a frame for a request, and closes it when its answer is sent. */
function frameRequest(core: ServerCore): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    const frame = new RequestFrame(context.req.raw.signal, core);
    context.set("frame", frame);
    frame.onEnd(() => logRequest(context, frame, core.options.log));
    await next();
    const { headers } = context.res;
    setHeaders(headers, { ...answerHeaders, "x-request-id": frame.id });
    if (!headers.has("content-security-policy")) setMissing(headers, dataHeaders);
    for (const [name, value] of frame.answerHeaders) headers.append(name, value);
    if (core.state.status === "draining") headers.set("connection", "close");
    const { outgoing } = context.env ?? {};
    if (outgoing === undefined || outgoing.destroyed) void frame.endWith(context.res);
    else outgoing.once("close", () => void frame.endWith(context.res));
  };
}

function registerRoutes(app: App, routes: readonly Route[], core: ServerCore, authorise: Authorise): void {
  for (const route of routes) {
    app.on(route.method, route.path, (context) => {
      const frame = context.get("frame");
      frame.route = route.path;
      if (!route.open) frame.caller = authorise(context.req.raw.headers);
      return runRoute(route, context, core);
    });
  }
  for (const [path, methods] of methodsByPath(routes)) {
    app.all(path, (context) => {
      authorise(context.req.raw.headers);
      context.get("frame").answerHeaders.set("allow", methods.join(", "));
      const message = `${printPath(path)} takes ${methods.join(" and ")} only.`;
      throw new ApiError(message, { status: 405, type: "invalid_request_error" });
    });
  }
}

function notFound(routes: readonly Route[]): ApiError {
  const list = routes.map(({ method, path }) => `${method} ${printPath(path)}`).join(", ");
  const facts = { status: 404, type: "invalid_request_error", code: "route_not_found" };
  return new ApiError(`There is no such route. This server has: ${list}.`, facts);
}

function methodsByPath(routes: readonly Route[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { method, path } of routes) methods.set(path, [...(methods.get(path) ?? []), method]);
  return methods;
}

function setHeaders(headers: Headers, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) headers.set(name, value);
}

function setMissing(headers: Headers, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) if (!headers.has(name)) headers.set(name, value);
}
