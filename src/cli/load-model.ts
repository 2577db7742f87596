import type { Hermes, LoadProgress } from "../hermes.ts";
import type { GenerationFlags } from "./flags.ts";
import { createProgressLine } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

/** Loads the model of the flags, with a progress line where somebody watches. */
export async function loadModel(flags: GenerationFlags, terminal: Terminal): Promise<Hermes> {
  // Imported here, so that commands without a model start fast.
  const { Hermes: Loader } = await import("../hermes.ts");
  const progress = createProgressLine(terminal);
  try {
    const hermes = await Loader.load({
      model: flags.model,
      ...(flags.threads === undefined ? {} : { threads: flags.threads }),
      ...(flags.compute === undefined ? {} : { compute: flags.compute }),
      onProgress: (step) => progress.show(describeProgress(step)),
    });
    for (const warning of hermes.warnings) terminal.writeError(`warning: ${warning}\n`);
    return hermes;
  } finally {
    progress.clear();
  }
}

function describeProgress({ loadedBytes, totalBytes }: LoadProgress): string {
  const share = totalBytes === 0 ? "" : ` ${Math.floor((100 * loadedBytes) / totalBytes)} %`;
  return `loading the model …${share}`;
}
