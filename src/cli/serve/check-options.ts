import { HermesError, isHermesError } from "../../errors.ts";
import { resolveServerOptions, type ServerOptions } from "../../server/index.ts";
import { nameOption } from "../name-option.ts";

/** The options as the server takes them. Throws HermesError "usage" in the words of the command line. */
export function checkOptions(options: ServerOptions): ServerOptions {
  try {
    return resolveServerOptions(options);
  } catch (error) {
    throw isHermesError(error, "usage") && error.facts.argument === "keys"
      ? needsKeys(options, error)
      : nameOption(error);
  }
}

function needsKeys({ host }: ServerOptions, cause: HermesError): HermesError {
  const message = `Other computers reach ${host}, so clients need keys: make one with "hermes key new" and give its file with --api-key-file, or let everybody in with --no-auth.`;
  return new HermesError("usage", message, { argument: "api-key-file" }, { cause });
}
