import { createServer, type Server } from "node:http";
import { getRequestListener, type HttpBindings, RequestError } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { HermesError } from "../../errors.ts";
import { badRequest } from "../api-error.ts";
import { toApiError } from "../error-table.ts";
import type { ServerOptions } from "../options.ts";
import { reportFault } from "../report-fault.ts";
import { answerBrokenRequests } from "./broken-requests.ts";
import type { App } from "./create-app.ts";
import { errorResponse } from "./error-response.ts";
import { createRequestId } from "./request-frame.ts";
import { sendResponse } from "./send-response.ts";

/** Milliseconds between looks for requests that are late. */
const LATE_CHECK_MS = 500;
/** Longer than proxies keep idle connections, so that none sends a request into one that we are closing. */
const KEEP_ALIVE_MS = 75_000;
const MOST_HEADERS = 100;
const MOST_HEADER_BYTES = 16 * 1024;

/** Node's server in front of an app: what it reads, what it waits for, and how it sends. It does not listen yet. */
export function createListener(app: App, { limits, log }: ServerOptions, lateCheckMs = LATE_CHECK_MS): Server {
  const listener = getRequestListener(
    async (request, env) => {
      const { incoming, outgoing } = env as HttpBindings;
      const response = await app.fetch(request, { incoming, outgoing });
      await sendResponse(response, outgoing, limits.stalledReaderMs);
      return RESPONSE_ALREADY_SENT;
    },
    {
      // A library leaves the globals of its process alone.
      overrideGlobalObjects: false,
      errorHandler(error) {
        const malformed = error instanceof RequestError;
        const told = malformed
          ? badRequest("The request's address or Host header is malformed.", null)
          : toApiError(error);
        const id = createRequestId();
        reportFault(told, id, log);
        return errorResponse(told, {}, { "x-request-id": id });
      },
    },
  );
  const server = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      // A little longer than our own limit on bodies, which answers in words.
      requestTimeout: limits.headersTimeoutMs + limits.bodyTimeoutMs + LATE_CHECK_MS,
      connectionsCheckingInterval: lateCheckMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: MOST_HEADER_BYTES,
      requireHostHeader: false,
    },
    listener,
  );
  server.maxHeadersCount = MOST_HEADERS;
  answerBrokenRequests(server);
  return server;
}

/** Resolves when the server listens. Throws HermesError "usage" where it cannot; later failures of its socket go to the log. */
export function listen(server: Server, { host, port, log }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => {
      const argument = error.code === "EADDRINUSE" || error.code === "EACCES" ? "port" : "host";
      const reason = error.code === "EADDRINUSE" ? "another program listens there; choose another port" : error.message;
      reject(new HermesError("usage", `Cannot listen on ${host}:${port}: ${reason}.`, { argument }, { cause: error }));
    };
    server.once("error", refuse);
    server.listen(port, host, () => {
      server.off("error", refuse);
      // Such as too many open files; those who are connected go on.
      server.on("error", (error) => log.error({ reason: error.message }, "cannot accept a connection"));
      resolve();
    });
  });
}
