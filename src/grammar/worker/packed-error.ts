import { type ErrorCode, type ErrorFacts, HermesError, isHermesError } from "../../errors.ts";

/** A HermesError as it passes between threads, where classes are lost. */
export interface PackedError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly facts: ErrorFacts[ErrorCode];
}

/** What is no HermesError is a fault of ours. */
export function packError(error: unknown): PackedError {
  if (isHermesError(error)) return { code: error.code, message: error.message, facts: error.facts };
  const message = `compiling broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  return { code: "generation-failed", message, facts: { step: "grammar" } };
}

export function unpackError({ code, message, facts }: PackedError): HermesError {
  return new HermesError(code, message, facts);
}
