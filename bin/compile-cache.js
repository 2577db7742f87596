// Plain JavaScript for Node 20, like bin/hermes.
import { existsSync, mkdirSync } from "node:fs";
import * as nodeModule from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Keeps compiled code, and sources without their types, for the next start: in this process, its threads and its children. Half
 * the time to a first token would go into compiling. The folder belongs to the user alone, as code is run from it; where none can
 * be written, nothing is kept. NODE_COMPILE_CACHE names another folder, NODE_DISABLE_COMPILE_CACHE=1 turns it off.
 */
export function keepCompiledCode(environment = process.env) {
  if (environment.NODE_COMPILE_CACHE === undefined) {
    try {
      environment.NODE_COMPILE_CACHE = makeFolder(environment.XDG_CACHE_HOME || join(homedir(), ".cache"));
    } catch {
      return;
    }
  }
  // Node 20 has no such function; the newer Node that it starts reads the variable.
  nodeModule.enableCompileCache?.(environment.NODE_COMPILE_CACHE);
}

/**
 * Level by level: a recursive mkdir never ends where the system answers "no such folder" to every attempt, as /proc does.
 * @param {string} cacheFolder
 */
function makeFolder(cacheFolder) {
  const folders = [cacheFolder, join(cacheFolder, "hermes4"), join(cacheFolder, "hermes4", "code")];
  for (const folder of folders) if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
  return join(cacheFolder, "hermes4", "code");
}
