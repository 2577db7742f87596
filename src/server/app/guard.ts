import type { MiddlewareHandler } from "hono";
import type { ServerOptions } from "../options.ts";
import { createCheckHost } from "../security/check-host.ts";
import { createCheckOrigin, preflightHeaders } from "../security/check-origin.ts";
import type { AppEnv } from "./request-frame.ts";

/** Refuses what comes through names or pages that are not ours, and answers the preflights of pages that are allowed. */
export function createGuard(options: ServerOptions): MiddlewareHandler<AppEnv> {
  const checkHost = createCheckHost(options);
  const checkOrigin = createCheckOrigin(options.corsOrigins);
  return async (context, next) => {
    const { method, headers } = context.req.raw;
    const host = headers.get("host") ?? new URL(context.req.url).host;
    checkHost(host);
    const cors = checkOrigin(headers.get("origin"), host);
    const { answerHeaders } = context.get("frame");
    for (const [name, value] of Object.entries(cors ?? {})) answerHeaders.set(name, value);
    if (method !== "OPTIONS" || cors === null || !headers.has("access-control-request-method")) return next();
    return new Response(null, { status: 204, headers: preflightHeaders(headers) });
  };
}
