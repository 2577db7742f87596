import type { Hermes, LoadProgress, ThoughtControl } from "../hermes.ts";
import type { PendingApprovals } from "./agent/pending-approvals.ts";
import type { BodyTable } from "./fields/field.ts";
import type { ServerMetrics } from "./metrics.ts";
import type { ServerOptions } from "./options.ts";

/** Who asks. */
export interface Caller {
  /** The name of the key; null where the server has none. */
  readonly keyName: string | null;
  /** Keeps what was computed for one key apart from others; undefined where there are no keys. */
  readonly cacheSalt: string | undefined;
}

/** A request behind authorisation and, where the route has a body table, behind its validation. */
export interface RouteRequest {
  /** Sent as x-request-id. */
  readonly id: string;
  readonly caller: Caller;
  /** The fields given, null ones left out where the field says that null is the same as nothing. Empty without a body table. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Of the path, such as `id` of /v1/models/:id. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: Headers;
  /** Aborted when the client is gone or the server gives up on the request. */
  readonly signal: AbortSignal;
  /** Headers to add to the answer, such as warnings. */
  readonly answerHeaders: Headers;
  /** Adds facts to the request's line in the log: counts and names of ours, nothing that a client or the model wrote. */
  note(facts: Readonly<Record<string, string | number | boolean>>): void;
}

/** One route: one file, and one row in routes/index.ts. */
export interface Route {
  readonly method: "GET" | "POST";
  /** In hono's spelling, such as "/v1/models/:id". */
  readonly path: string;
  /** One sentence for the OpenAPI document and the list in a 404. */
  readonly summary: string;
  /** Needs no key. */
  readonly open?: true;
  /** What the body may hold; validator, OpenAPI document and docs/support.md are made from it. */
  readonly body?: BodyTable;
  /** Texts of the body become tokens: "text" as they stand, "prompt" with control tokens in them, unless the body says otherwise. */
  readonly encodes?: "text" | "prompt";
  /** Takes one of the places for running answers, or waits in the queue for one, until its answer is sent. */
  readonly takesPlace?: true;
  handle(request: RouteRequest, server: ServerContext): Promise<Response> | Response;
}

/** The model that a server answers with, while it loads and after. */
export type ModelState =
  | { readonly status: "loading"; readonly progress: LoadProgress | null }
  | { readonly status: "ready"; readonly hermes: Hermes }
  | { readonly status: "failed"; readonly message: string }
  /** The server stops; running answers end, new ones are refused. */
  | { readonly status: "draining" };

/** An answer on its way that others may steer. */
export interface RunningAnswer {
  readonly id: string;
  readonly keyName: string | null;
  readonly thought: ThoughtControl;
}

/** What routes share. */
export interface ServerContext {
  readonly options: ServerOptions;
  readonly state: ModelState;
  readonly metrics: ServerMetrics;
  /** Answers with `reasoning_control`, by id. */
  readonly running: Map<string, RunningAnswer>;
  /** Calls of tool loops that wait for their user's yes. */
  readonly approvals: PendingApprovals;
  /** The model; throws ApiError 503 while it loads or the server drains. */
  hermes(): Hermes;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds since 1970; tests turn it. */
  now(): number;
}
