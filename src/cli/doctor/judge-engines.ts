import { loadLlamaLibrary } from "../../backends/index.ts";
import { isHermesError } from "../../errors.ts";
import type { Finding } from "./finding.ts";

/** Loads node-llama-cpp; throws HermesError "dependency-missing" where it is missing or too old. */
export type LoadLibrary = (specifier: string) => Promise<{ getModuleVersion?(): Promise<string> }>;

const GGUF_PACKAGE = "node-llama-cpp";

/** The engines beside our own on the CPU. */
export async function judgeEngines(loadLibrary: LoadLibrary = loadLlamaLibrary): Promise<Finding[]> {
  return [
    { name: "gpu", status: "note", text: "not built in yet: hermes computes on the CPU", facts: { engine: null } },
    await judgeGguf(loadLibrary),
  ];
}

async function judgeGguf(loadLibrary: LoadLibrary): Promise<Finding> {
  try {
    const library = await loadLibrary(GGUF_PACKAGE);
    const version = (await library.getModuleVersion?.()) ?? null;
    const text = `${GGUF_PACKAGE} ${version ?? "of unknown version"} runs GGUF files`;
    return { name: "gguf", status: "ok", text, facts: { version } };
  } catch (error) {
    if (!isHermesError(error, "dependency-missing")) throw error;
    const { install } = error.facts;
    const text = `${GGUF_PACKAGE} cannot be loaded; only GGUF files need it`;
    return { name: "gguf", status: "note", text, advice: install, facts: { version: null, install } };
  }
}
