import { HermesError, isHermesError } from "../errors.ts";
import type { Sequence } from "./sequence.ts";

/** `error` as it is when it is ours, else as a failure of `step` with the original as its cause. */
export function toHermesError(error: unknown, step: string): HermesError {
  if (isHermesError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new HermesError("generation-failed", `Generation broke off: ${reason}`, { step }, { cause: error });
}

/** Does something for one sequence; what goes wrong ends that sequence alone. */
export function failAlone(sequence: Sequence, action: () => void): void {
  try {
    action();
  } catch (error) {
    sequence.fail(toHermesError(error, "sequence"));
  }
}

/** True when the model will never compute again. */
export function isFatal(error: HermesError): boolean {
  return error.code === "compute-failed" || error.code === "disposed";
}
