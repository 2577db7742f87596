/** A server of the page's routes for tests: answers are scripts of event data, requests are kept. */

export interface SeenRequest {
  readonly route: string;
  readonly authorization: string | null;
  readonly body: Record<string, unknown> | null;
  readonly signal: AbortSignal | undefined;
}

/** What a route does. */
export type Handler = (request: SeenRequest) => Response | Promise<Response>;

const encoder = new TextEncoder();

/** A stream whose events come when `send` is called. */
export class ScriptedStream {
  readonly response: Response;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  cancelled = false;

  constructor() {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => {
        this.cancelled = true;
      },
    });
    this.response = new Response(body, { headers: { "content-type": "text/event-stream" } });
  }

  /** One event each; objects as JSON. */
  send(...data: (object | string)[]): void {
    for (const event of data) this.bytes(renderEvent(event));
  }

  bytes(text: string): void {
    this.#controller!.enqueue(encoder.encode(text));
  }

  end(): void {
    this.#controller!.close();
  }

  break(): void {
    this.#controller!.error(new TypeError("network error"));
  }

  /** Breaks when the signal is aborted, as fetch does. */
  follow(signal: AbortSignal | undefined): this {
    signal?.addEventListener("abort", () => {
      this.cancelled = true;
      this.#controller!.error(signal.reason);
    });
    return this;
  }
}

export function renderEvent(data: object | string): string {
  return `data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
}

/** A whole stream at once. */
export function streamOf(...data: (object | string)[]): Response {
  const stream = new ScriptedStream();
  stream.send(...data);
  stream.end();
  return stream.response;
}

export function jsonResponse(body: object, status = 200): Response {
  return Response.json(body, { status });
}

export function errorResponse(status: number, message: string): Response {
  return jsonResponse({ error: { message, type: "error", param: null, code: status } }, status);
}

const models = {
  object: "list",
  data: [
    {
      id: "nano",
      meta: { hermes: { model: "nano", contextLength: 4096, sampling: { temperature: 0.6, topP: 0.95, topK: 20 } } },
    },
  ],
};

/** Routes that every test needs; those given go before. */
export class ScriptedServer {
  readonly requests: SeenRequest[] = [];
  readonly #routes: Map<string, Handler>;

  constructor(routes: Readonly<Record<string, Handler>> = {}) {
    const always: Record<string, Handler> = {
      "/v1/models": () => jsonResponse(models),
      "/v1/agent/tools": () => errorResponse(404, "This server runs no tools."),
    };
    this.#routes = new Map(Object.entries({ ...always, ...routes }));
  }

  on(route: string, handler: Handler): void {
    this.#routes.set(route, handler);
  }

  /** Requests of a route, oldest first. */
  of(route: string): SeenRequest[] {
    return this.requests.filter((request) => request.route === route);
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const url = input instanceof Request ? new URL(input.url) : new URL(input);
    const request: SeenRequest = {
      route: url.pathname,
      authorization: new Headers(init?.headers).get("authorization"),
      body: typeof init?.body === "string" ? JSON.parse(init.body) : null,
      signal: init?.signal ?? undefined,
    };
    this.requests.push(request);
    init?.signal?.throwIfAborted();
    const handler = this.#routes.get(url.pathname);
    return handler === undefined ? errorResponse(404, `There is no route ${url.pathname}.`) : await handler(request);
  };
}

/** Chunks of /v1/chat/completions. */
export const chunk = {
  delta: (delta: object) => ({ id: "chatcmpl-1", model: "nano", choices: [{ index: 0, delta, finish_reason: null }] }),
  role: () => chunk.delta({ role: "assistant", content: "" }),
  text: (content: string) => chunk.delta({ content }),
  thought: (text: string) => chunk.delta({ reasoning_content: text, reasoning: text }),
  finish: (reason = "stop") => ({
    id: "chatcmpl-1",
    model: "nano",
    choices: [{ index: 0, delta: {}, finish_reason: reason }],
    timings: { predicted_ms: 500 },
  }),
  usage: (completion = 5, reasoning = 0) => ({
    id: "chatcmpl-1",
    model: "nano",
    choices: [],
    usage: {
      prompt_tokens: 12,
      completion_tokens: completion,
      total_tokens: 12 + completion,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens_details: { reasoning_tokens: reasoning },
    },
  }),
};

/** A whole answer. */
export function answerOf(...texts: string[]): Response {
  return streamOf(chunk.role(), ...texts.map(chunk.text), chunk.finish(), chunk.usage(texts.length), "[DONE]");
}
