import type { ServerLog } from "../log.ts";
import type { AppContext, RequestFrame } from "./request-frame.ts";

/** Probes ask every few seconds; their lines would hide the others. */
const QUIET = new Set(["/health", "/v1/health", "/ready", "/metrics"]);

/** One line a request: who asked what, how it ended, how long it took. Never what was said; unknown paths are the client's words. */
export function logRequest(context: AppContext, frame: RequestFrame, log: ServerLog): void {
  const { status } = context.res;
  if (frame.route !== null && QUIET.has(frame.route) && status < 400) return;
  // The page's own files: several a visit, and nothing to learn from them.
  if (frame.route === null && status < 400) return;
  const { keyName } = frame.caller;
  const facts = {
    id: frame.id,
    method: context.req.method,
    route: frame.route,
    status,
    ms: Math.round(frame.elapsedMs),
    ...(keyName !== null && { key: keyName }),
    ...(frame.signal.aborted && { cut: true }),
    ...frame.facts,
  };
  log.info(facts, "request");
}
