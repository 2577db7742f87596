import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { HermesError } from "../../../errors.ts";

const LIBRARY = "node-llama-cpp";

/**
 * What the engine's process imports: the package by its name, or its entry in the node_modules of `folder`.
 * Throws HermesError "dependency-missing" where `folder` does not have it.
 */
export function findLibrary(folder: string | undefined): string {
  if (folder === undefined) return LIBRARY;
  try {
    return pathToFileURL(createRequire(join(resolve(folder), "-")).resolve(LIBRARY)).href;
  } catch (cause) {
    const install = `npm install --prefix ${folder} ${LIBRARY}`;
    const message = `${folder} has no ${LIBRARY} in its node_modules. Install it with: ${install}`;
    throw new HermesError("dependency-missing", message, { what: LIBRARY, install }, { cause });
  }
}
