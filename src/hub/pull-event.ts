/** What happens during a pull. */
export type PullEvent =
  | PullPlan
  /** Another process holds the repository. */
  | { readonly type: "wait"; readonly processId: number; readonly host: string }
  /** Of all files together; falls only where a file has to begin again. */
  | { readonly type: "progress"; readonly receivedBytes: number; readonly totalBytes: number }
  | { readonly type: "retry"; readonly what: string; readonly reason: string; readonly delayMs: number }
  /** A file is there and checked. */
  | { readonly type: "file"; readonly path: string; readonly byteLength: number };

/** Of the failure only what happened: what to do is being done. */
export function retryEvent(what: string, error: Error, delayMs: number): PullEvent {
  const [reason = error.message] = error.message.split(/\.? \(the hub says|\.(?: |$)/);
  return { type: "retry", what, reason, delayMs };
}

export interface PullPlan {
  readonly type: "plan";
  readonly commit: string;
  readonly files: number;
  readonly totalBytes: number;
  /** Bytes that are not here yet. */
  readonly missingBytes: number;
}
