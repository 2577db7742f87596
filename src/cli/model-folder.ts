import { fileURLToPath } from "node:url";

/** Folder of a model by its name on the command line; "nano" is the one that comes with the package. */
export function findModelFolder(model: string): string {
  // Two folders up both from the sources and from the built files.
  return model === "nano" ? fileURLToPath(new URL("../../models/nano", import.meta.url)) : model;
}
