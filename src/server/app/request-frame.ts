import { randomUUID } from "node:crypto";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { type ApiError, clientGone } from "../api-error.ts";
import type { Caller, RouteRequest } from "../contract.ts";
import { EventStreamResponse } from "../stream/event-stream.ts";
import type { ServerCore } from "./server-core.ts";

export interface AppEnv {
  /** Empty where a test asks in process. */
  readonly Bindings: Partial<HttpBindings>;
  readonly Variables: { readonly frame: RequestFrame };
}

export type AppContext = Context<AppEnv>;

/** Chosen here, never by a client, so that it says which request of ours was meant. */
export function createRequestId(): string {
  return `req_${randomUUID()}`;
}

const nobody: Caller = { keyName: null, cacheSalt: undefined };

/** What belongs to one request from its first byte to the last of its answer. */
export class RequestFrame {
  readonly id = createRequestId();
  readonly answerHeaders = new Headers();
  readonly #start = performance.now();
  readonly #controller = new AbortController();
  readonly #facts: Record<string, string | number | boolean> = {};
  readonly #done = Promise.withResolvers<void>();
  readonly #endings: (() => void)[] = [];
  /** The pattern of the route, once it is known. */
  route: string | null = null;
  caller: Caller = nobody;

  constructor(clientSignal: AbortSignal, core: ServerCore) {
    if (clientSignal.aborted) this.abort(clientGone());
    else clientSignal.addEventListener("abort", () => this.abort(clientGone()), { once: true });
    core.track(this.#controller, this.#done.promise);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get elapsedMs(): number {
    return performance.now() - this.#start;
  }

  /** Facts for the line in the log. */
  get facts(): Readonly<Record<string, string | number | boolean>> {
    return this.#facts;
  }

  note: RouteRequest["note"] = (facts) => void Object.assign(this.#facts, facts);

  /** The reason is told to the client, where one still listens. */
  abort(reason: ApiError): void {
    this.#controller.abort(reason);
  }

  /** Runs `action` when the answer is sent or given up. */
  onEnd(action: () => void): void {
    this.#endings.push(action);
  }

  /** Ends when the events of an answer do, or at once where it has none. */
  async endWith(response: Response): Promise<void> {
    if (response instanceof EventStreamResponse) await response.finished;
    this.end();
  }

  /** The answer is sent, or nobody waits for it. Harmless when repeated. */
  end(): void {
    for (const action of this.#endings.splice(0)) action();
    this.#done.resolve();
  }
}
