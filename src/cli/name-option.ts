import { HermesError, isHermesError } from "../errors.ts";

/** Settings of a program whose options on the command line have other names. */
const optionNames: Readonly<Record<string, string>> = {
  baseUrl: "--model",
  contextLength: "--context",
  gguf: "--gpu",
  preset: "--endpoint",
  corsOrigins: "--cors",
  allowedHosts: "--allowed-host",
  withoutKeys: "--no-auth",
};

/** A usage error with the option as it is typed: promptTokens becomes --prompt-tokens. Any other error as it is. */
export function nameOption(error: unknown): unknown {
  if (!isHermesError(error, "usage") || error.facts.argument === undefined) return error;
  const { argument } = error.facts;
  const option = optionNames[argument] ?? `--${argument.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  // Messages of settings begin with their name; a list of what else a program could set helps nobody here.
  const message = error.message.replace(new RegExp(`^${argument}\\b`), option).replace(/; it takes [\w, ]+\.$/, ".");
  return new HermesError("usage", message, error.facts, { cause: error });
}
