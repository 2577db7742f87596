// Plain JavaScript for Node 20, like bin/hermes.
import { mkdirSync } from "node:fs";
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
    const folder = join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "hermes4", "code");
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch {
      return;
    }
    environment.NODE_COMPILE_CACHE = folder;
  }
  // Node 20 has no such function; the newer Node that it starts reads the variable.
  nodeModule.enableCompileCache?.(environment.NODE_COMPILE_CACHE);
}
