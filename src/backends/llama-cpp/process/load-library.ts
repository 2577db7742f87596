import { HermesError } from "../../../errors.ts";
import type { GpuChoice, LlamaLibrary } from "./library.ts";

const PACKAGE = "node-llama-cpp";
/** The first whose logits of chosen tokens were tried; older ones do not have them and say nothing. */
const LEAST_VERSION = [3, 22] as const;
const INSTALL = `npm install ${PACKAGE}@^${LEAST_VERSION.join(".")}`;

/** Loads node-llama-cpp. Throws HermesError "dependency-missing" where it is not installed or too old. */
export async function loadLibrary(specifier: string): Promise<LlamaLibrary> {
  let library: LlamaLibrary;
  try {
    library = (await import(specifier)) as LlamaLibrary;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw missing(`GGUF models run on ${PACKAGE}, which cannot be loaded (${reason}).`, cause);
  }
  const version = await library.getModuleVersion?.();
  const [major, minor] = (version ?? "").split(".").map(Number);
  if (major === LEAST_VERSION[0] && minor! >= LEAST_VERSION[1]) return library;
  throw missing(`${PACKAGE} ${version ?? "of an unknown version"} was found; expected ^${LEAST_VERSION.join(".")}.`);
}

/** No binary of the package fits this machine or the asked-for compute layer. */
export function noBinary(gpu: GpuChoice, cause: unknown): HermesError<"dependency-missing"> {
  const problem = `${PACKAGE} has no binary that works on this machine`;
  if (gpu === false) return missing(`${problem}. Was it installed with its optional packages?`, cause);
  const message = `${problem} with gpu ${gpu}. Leave gpu (--gpu) out to compute without one, or choose another.`;
  return new HermesError("dependency-missing", message, { what: PACKAGE, install: INSTALL }, { cause });
}

function missing(problem: string, cause?: unknown): HermesError<"dependency-missing"> {
  const facts = { what: PACKAGE, install: INSTALL };
  const message = `${problem} Install it beside hermes4 (with -g where that was): ${INSTALL}`;
  return new HermesError("dependency-missing", message, facts, { cause });
}
