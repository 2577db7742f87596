import type { Hermes } from "../hermes.ts";
import type { GenerationFlags } from "./flags.ts";
import { findModelFolder } from "./model-folder.ts";
import { createProgressLine } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

export interface LoadedModel {
  readonly hermes: Hermes;
  readonly loadMs: number;
}

/** Loads the model of the flags, with a progress line where somebody watches. */
export async function loadModel(flags: GenerationFlags, terminal: Terminal): Promise<LoadedModel> {
  const start = performance.now();
  const model = findModelFolder(flags.model);
  // Imported here, so that commands without a model start fast.
  const { Hermes } = await import("../hermes.ts");
  const progress = createProgressLine(terminal);
  try {
    const hermes = await Hermes.load({
      model,
      ...(flags.threads === undefined ? {} : { threads: flags.threads }),
      ...(flags.compute === undefined ? {} : { compute: flags.compute }),
      onProgress: ({ done, total }) => progress.show(`loading the model … ${Math.floor((100 * done) / total)} %`),
    });
    return { hermes, loadMs: performance.now() - start };
  } finally {
    progress.clear();
  }
}
