import { resolve } from "node:path";
import { configFolder, findConfigFile, loadConfigFile } from "./config-file.ts";
import { readFlags } from "./read-flags.ts";
import { type Environment, findUnknownVariables, OTHER_VARIABLES, readVariables } from "./read-variables.ts";
import { readWritten } from "./read-written.ts";
import { type ResolvedConfig, resolveConfig } from "./resolve-config.ts";

export interface ConfigSources {
  /** A file to take instead of the user's own; false for none. */
  readonly file?: string | false | undefined;
  readonly environment: Environment;
  /** Options of the command line, in the spelling of programs. */
  readonly flags: object;
  /** Where the user's own settings lie instead of in the home folder. */
  readonly homeFolder?: string;
}

export interface LoadedConfig extends ResolvedConfig {
  /** The file that was read; null where there was none. */
  readonly file: string | null;
  readonly warnings: readonly string[];
}

/**
 * Puts the configuration together: defaults, file, variables, flags; the later wins. The file is the one named, else the user's own; one
 * in the working directory is never found by itself, as it could be anybody's and may start programs.
 * Throws HermesError "config-invalid", "file-missing" or "usage".
 */
export async function loadConfig({ file, environment, flags, homeFolder }: ConfigSources): Promise<LoadedConfig> {
  const named = file ?? (environment[OTHER_VARIABLES.file]?.trim() || undefined);
  const path = named === undefined ? findConfigFile(configFolder(environment, homeFolder)) : named && resolve(named);
  const written = path ? readWritten(await loadConfigFile(path), path) : new Map();
  const resolved = resolveConfig([written, readVariables(environment), readFlags(flags)]);
  return { ...resolved, file: path || null, warnings: findUnknownVariables(environment) };
}
