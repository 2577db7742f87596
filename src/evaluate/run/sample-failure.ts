import { type ErrorCode, HermesError, isHermesError } from "../../errors.ts";
import type { SampleError } from "../contract.ts";
import type { PlannedSample } from "./plan.ts";

type Kind = SampleError["kind"];

/** Failures that are one sample's, by kind; "environment-failed" names its own. All others are the run's. */
const kinds: Partial<Record<ErrorCode, Kind>> = {
  "context-exceeded": "item",
  "prompt-invalid": "item",
  "remote-failed": "transport",
  "generation-failed": "transport",
  "engine-crashed": "transport",
};

/** Refusals that every other sample would meet as well. */
const hopeless: ReadonlySet<string> = new Set(["unauthorised", "not-found", "redirected"]);

/** What a failure says of a sample; null where it is none of the sample's, such as a wrong option. */
export function sampleErrorOf(error: unknown, whileScoring: boolean): SampleError | null {
  if (!isHermesError(error)) {
    // A scorer that breaks on an answer has not shown that the answer is wrong.
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return whileScoring ? { kind: "item", code: "scorer-failed", message } : null;
  }
  if (isHermesError(error, "remote-failed") && hopeless.has(error.facts.reason)) return null;
  const own = isHermesError(error, "environment-failed") ? error.facts.kind : kinds[error.code];
  if (own === undefined) return null;
  const kind = whileScoring && own === "transport" ? "judge" : own;
  return { kind, code: error.code, message: error.message };
}

/** The failure that ends a run, with the sample it was met at. */
export function runFailure(sample: PlannedSample, { kind, message }: SampleError, cause: unknown): HermesError {
  const { task, itemId, mode, sampleIndex } = sample;
  const what = `${task.environment.id}, item ${itemId}, sample ${sampleIndex}, ${mode}`;
  const facts = { kind, task: task.environment.id, item: itemId };
  return new HermesError("environment-failed", `${what}: ${kind} error: ${message}`, facts, { cause });
}

/** Failures between here and an endpoint: the same question may be answered the next time. */
export function isLost(error: unknown): boolean {
  if (!isHermesError(error, "remote-failed")) return false;
  return ["unreachable", "server-error", "cut"].includes(error.facts.reason);
}

/** Whether `reason` stands behind an error: a task may have wrapped what it was told. */
export function isCausedBy(error: unknown, reason: unknown): boolean {
  for (let link: unknown = error; link !== undefined; link = link instanceof Error ? link.cause : undefined) {
    if (link === reason) return true;
  }
  return false;
}
