import type { ServerResponse } from "node:http";
import { type ApiError, clientGone, errorBody, isClientGone } from "../api-error.ts";
import type { RouteRequest, ServerContext } from "../contract.ts";
import { toApiError } from "../error-table.ts";
import { reportFault } from "../report-fault.ts";
import { EventPump } from "./event-pump.ts";
import { createSocketSink, createStreamSink, type EventSink, type StreamSink } from "./event-sink.ts";
import type { SseEvent } from "./sse-event.ts";

export interface EventStreamOptions {
  /** Milliseconds of silence before a ping; null for none. Default: the server's. */
  readonly pingMs?: number | null;
  /** The event that tells a failure in the middle of the stream. Default: `data: {"error": …}`. */
  readonly renderFailure?: (error: ApiError) => SseEvent;
}

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  // Tells nginx to hand events on as they come.
  "x-accel-buffering": "no",
};

/** An answer of events. Over a socket its body is not read, but written by `writeTo`: a web stream would cost more than the events. */
export class EventStreamResponse extends Response {
  readonly #pump: EventPump;
  readonly #finished = Promise.withResolvers<void>();

  constructor(pump: EventPump, cancel: () => void) {
    let sink: StreamSink | null = null;
    const body = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          if (sink !== null) return sink.pull();
          sink = createStreamSink(controller);
          void this.#run(sink);
        },
        cancel: () => {
          sink?.cancel();
          cancel();
          return pump.cancel();
        },
      },
      { highWaterMark: 0 },
    );
    super(body, { headers });
    this.#pump = pump;
  }

  /** Resolves when everything is written and the source is closed. */
  get finished(): Promise<void> {
    return this.#finished.promise;
  }

  /** Writes the events to a response whose head is written. */
  writeTo(outgoing: ServerResponse, stalledReaderMs: number): Promise<void> {
    return this.#run(createSocketSink(outgoing, stalledReaderMs));
  }

  async #run(sink: EventSink): Promise<void> {
    await this.#pump.run(sink);
    this.#finished.resolve();
  }
}

/**
 * Answers with events. Resolves when the first event is there or the first ping is due, so that failures before any event have a
 * status of their own; throws them. A later failure is told in the stream, which then ends. The source is closed when the client
 * goes away, and is asked for no more events than the client reads.
 */
export async function createEventStream(
  events: AsyncIterable<SseEvent>,
  request: RouteRequest,
  server: ServerContext,
  options: EventStreamOptions = {},
): Promise<Response> {
  const { pingMs = server.options.defaults.pingMs, renderFailure = renderError } = options;
  const gone = new AbortController();
  const pump = new EventPump(events, {
    pingMs,
    signal: AbortSignal.any([request.signal, gone.signal]),
    renderFailure(error) {
      if (gone.signal.aborted || isClientGone(request.signal.reason)) return null;
      const told = toApiError(request.signal.aborted ? request.signal.reason : error);
      reportFault(told, request.id, server.options.log);
      request.note({ failure: told.facts.code ?? told.facts.type });
      return renderFailure(told);
    },
  });
  await pump.started();
  return new EventStreamResponse(pump, () => gone.abort(clientGone()));
}

function renderError(error: ApiError): SseEvent {
  return { data: errorBody(error) };
}
