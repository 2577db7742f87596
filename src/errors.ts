/** Every failure this package raises on purpose, by code, with the facts that go with it. A new code is one row here. */
export interface ErrorFacts {
  /** The caller asked for something that does not exist or does not fit together (exit code 2 in the CLI). */
  usage: { argument?: string };
  /** A file or folder is missing or cannot be read. */
  "file-missing": { path: string };
  /** The bytes of a file break its format. `offset` is in bytes from the start of the file. */
  "file-invalid": { path: string; tensor?: string; offset?: number };
  /** A configuration field is missing, has the wrong type or a value outside its range. */
  "config-invalid": { path: string; field?: string };
  /** The file is sound, but describes something we do not run. */
  unsupported: { what: string; supported: readonly string[] };
  /** Tensors of a checkpoint are missing or have the wrong shape or dtype; all faults at once. */
  "checkpoint-invalid": { path: string; faults: readonly string[] };
  /** A message, tool or template variable that cannot be rendered. */
  "prompt-invalid": { field: string };
  /** Prompt and requested tokens do not fit the model's context. Counts are tokens; a long prompt has at least so many. */
  "context-exceeded": { promptTokens: number; contextLength: number };
  /** No token could be drawn, or a model step broke. */
  "generation-failed": { step: string };
  /** A kernel was called with buffers that do not fit its shapes. */
  "kernel-misuse": { op: string; expected: string; got: string };
  /** A compute thread of a backend crashed or stopped answering; the backend is of no more use. */
  "compute-failed": { what: string };
  /** A backend's memory cannot hold what was asked for. */
  "memory-exhausted": { what: string; byteLength: number; availableBytes?: number };
  /** A cache file is damaged, malformed or of another model. */
  "cache-invalid": { path: string; reason: string };
  /** A cache file could not be written; nothing of it is left behind. */
  "cache-write-failed": { path: string };
  /**
   * An endpoint could not be reached, refused, or did not keep to its protocol. `url` is without user, password and query.
   * `retryAfterMs` is how long the endpoint, or the circuit around it, wants to be left alone.
   */
  "remote-failed": {
    url: string;
    reason:
      | "unreachable"
      | "timeout"
      | "circuit-open"
      | "redirected"
      | "unauthorised"
      | "not-found"
      | "rate-limited"
      | "rejected"
      | "server-error"
      | "not-the-protocol"
      | "cut";
    status?: number;
    retryAfterMs?: number;
  };
  /** The process of a foreign engine ended on its own; the next request starts it again. */
  "engine-crashed": { what: string; signal: string | null; exitCode: number | null };
  /** A JSON Schema, pattern, grammar or structural tag breaks the rules of its language. `pointer` is a JSON pointer into the schema, "" for the root; `tool` says whose arguments it describes. */
  "schema-invalid": { pointer: string; keyword: string | null; tool?: string };
  /** A sound schema, pattern, grammar or structural tag that cannot be enforced while an answer is written. */
  "schema-unsupported": { pointer: string; keyword: string | null; reason: string; tool?: string };
  /** A schema, pattern or grammar is larger or more tangled than the limits allow. */
  "grammar-limit": { what: string; limit: number; tool?: string };
  /** An answer that should be a value is none: it was cut (`reason` says by what), or the schema's own library refused it. `text` is what came. */
  "object-invalid": { reason: string; text: string };
  /** A disposed object was used. */
  disposed: { what: string };
  /** Training data, a checkpoint or a setting of the trainer is unusable. */
  "training-invalid": { what: string };
  /**
   * Something beside the model broke while a task was run: the way to it, a judge, a sandbox, or the item itself. Such a sample has no
   * score.
   */
  "environment-failed": { kind: "transport" | "judge" | "sandbox" | "item"; task?: string; item?: string };
  /** A model hub understood the request and refused it. `status` is the HTTP status. */
  "hub-refused": { url: string; status: number; reason: HubRefusal };
  /** No answer came from a model hub, or not all of it. */
  "hub-unreachable": { url: string };
  /** A model hub sent what is not its API, or what must not be used (a file name that leaves its folder). */
  "hub-answer-invalid": { url: string; expected: string; found: string };
  /** A downloaded file is not the one that was announced; nothing of it was kept. */
  "download-damaged": { file: string; expected: string; found: string };
  /** The disk of `path` has no room for a download. */
  "disk-full": { path: string; neededBytes: number; availableBytes: number };
  /** The licence of a model was not accepted. */
  "licence-not-accepted": { repository: string; licence: string };
  /** A model folder lacks files; it is not opened. */
  "model-incomplete": { path: string; missing: readonly string[] };
  /** A part outside this package (a build output, an optional package) is missing. */
  "dependency-missing": { what: string; install: string };
}

/** Why a model hub refused. */
export type HubRefusal =
  | "repository-missing"
  | "revision-missing"
  | "file-missing"
  | "gated"
  | "token-refused"
  | "too-many-requests"
  | "server-failure"
  | "other";

export type ErrorCode = keyof ErrorFacts;

/**
 * The one error class. `message` says what happened, what was expected and what to do;
 * `code` and `facts` are for programs.
 */
export class HermesError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = "HermesError";
  readonly code: Code;
  readonly facts: ErrorFacts[Code];

  constructor(code: Code, message: string, facts: ErrorFacts[Code], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.facts = facts;
  }
}

/** True when `error` is a HermesError, of `code` where one is given. */
export function isHermesError<Code extends ErrorCode>(error: unknown, code?: Code): error is HermesError<Code> {
  return error instanceof HermesError && (code === undefined || error.code === code);
}
