import type { Hermes, LoadProgress } from "../../hermes.ts";
import { PendingApprovals } from "../agent/pending-approvals.ts";
import { ApiError } from "../api-error.ts";
import type { ModelState, RunningAnswer, ServerContext } from "../contract.ts";
import { createMetrics, noMetrics } from "../create-metrics.ts";
import type { ServerMetrics } from "../metrics.ts";
import type { ServerOptions } from "../options.ts";
import { Admission } from "./admission.ts";

/** Milliseconds after which a client may ask again whether the model is loaded. */
const LOADING_RETRY_MS = 2000;

/** The one object behind all requests of a server: options, the model, places for answers, and who is being answered. */
export class ServerCore implements ServerContext {
  readonly options: ServerOptions;
  readonly admission: Admission;
  readonly metrics: ServerMetrics;
  readonly startedAt = Date.now();
  readonly running = new Map<string, RunningAnswer>();
  readonly approvals = new PendingApprovals();
  readonly #requests = new Map<AbortController, Promise<void>>();
  #state: ModelState = { status: "loading", progress: null };

  constructor(options: ServerOptions) {
    this.options = options;
    this.admission = new Admission(options.limits);
    this.metrics = options.metrics ? createMetrics(this) : noMetrics;
  }

  get state(): ModelState {
    return this.#state;
  }

  get waiting(): number {
    return this.admission.waiting;
  }

  now(): number {
    return Date.now();
  }

  hermes(): Hermes {
    const state = this.#state;
    if (state.status === "ready") return state.hermes;
    throw unavailable(state);
  }

  loading(progress: LoadProgress): void {
    if (this.#state.status === "loading") this.#state = { status: "loading", progress };
  }

  /** Harmless once the server drains: whoever loaded the model disposes it. */
  ready(hermes: Hermes): void {
    if (this.#state.status === "loading") this.#state = { status: "ready", hermes };
  }

  failed(): void {
    const message = "The model could not be loaded; the server's log says why.";
    if (this.#state.status === "loading") this.#state = { status: "failed", message };
  }

  /** From now on new work is refused. */
  drain(): void {
    this.#state = { status: "draining" };
  }

  /** Keeps a request until `done`, so that a server that stops can wait for it and then abort it. */
  track(controller: AbortController, done: Promise<void>): void {
    this.#requests.set(controller, done);
    void done.then(() => this.#requests.delete(controller));
  }

  /** Resolves when no request is left. */
  async idle(): Promise<void> {
    while (this.#requests.size > 0) await Promise.all(this.#requests.values());
  }

  abortAll(reason: ApiError): void {
    for (const controller of this.#requests.keys()) controller.abort(reason);
  }
}

function unavailable(state: Exclude<ModelState, { status: "ready" }>): ApiError {
  const facts = { status: 503, type: "unavailable_error" };
  switch (state.status) {
    case "loading":
      return new ApiError("Loading model", { ...facts, retryAfterMs: LOADING_RETRY_MS });
    case "failed":
      return new ApiError(state.message, facts);
    case "draining":
      return new ApiError("The server is stopping.", { ...facts, retryAfterMs: LOADING_RETRY_MS });
  }
}
