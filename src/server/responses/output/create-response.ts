import type { RequestEcho, ResponseObject } from "../wire.ts";

/** A response before its answer. `createdAt`: seconds since 1970. */
export function createResponse(id: string, createdAt: number, echo: RequestEcho): ResponseObject {
  return {
    id,
    object: "response",
    created_at: createdAt,
    completed_at: null,
    status: "in_progress",
    error: null,
    incomplete_details: null,
    ...echo,
    output: [],
    usage: null,
    background: false,
    previous_response_id: null,
    service_tier: "default",
    store: false,
    truncation: "disabled",
  };
}
