import { HermesError } from "../../../errors.ts";
import type { SandboxProgram, SandboxResult, Services } from "../../contract.ts";

/** Runs Python in the sandbox of the services. Throws HermesError "environment-failed" without one, and where it fails. */
export async function runPython(
  program: Omit<SandboxProgram, "language">,
  { sandbox, signal }: Services,
): Promise<SandboxResult> {
  if (sandbox !== undefined) return await sandbox.run({ language: "python", ...program }, signal);
  const message = "programs are scored by running them, and there is no sandbox; expected one";
  throw new HermesError("environment-failed", message, { kind: "sandbox" });
}

/** The last line of an error, shortened: what a row says of a program that failed. */
export function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1)!.slice(0, 200);
}
