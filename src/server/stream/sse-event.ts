/** One event of a stream. `data` is sent as JSON; "[DONE]" as it is. A comment (`ping`) is no event and has no `data`. */
export type SseEvent = { readonly data: unknown; readonly event?: string } | { readonly comment: string };
