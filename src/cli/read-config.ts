import type { Command } from "commander";
import { type LoadedConfig, loadConfig, type ResolvedConfig } from "../config/index.ts";
import type { GenerationFlags } from "./flags.ts";
import { isForOthers } from "./is-for-others.ts";
import type { Terminal } from "./terminal.ts";

/** The configuration that holds for a command: defaults, file, variables, and the options it was given. */
export async function readConfig(command: Command, terminal: Terminal): Promise<LoadedConfig> {
  return await readConfigOf(givenOptions(command), terminal);
}

/** As `readConfig`, for options that were typed, `config` among them. */
export async function readConfigOf(options: object, terminal: Terminal): Promise<LoadedConfig> {
  const { config, ...flags } = options as { readonly config?: string | false };
  const loaded = await loadConfig({ file: config, environment: terminal.environment, flags });
  for (const warning of loaded.warnings) terminal.writeError(`warning: ${warning}\n`);
  return loaded;
}

/** The flags of a command, filled up from the configuration. `thinks`: whether the command thinks where nobody says anything. */
export async function readGenerationFlags(
  command: Command,
  terminal: Terminal,
  thinks: boolean,
): Promise<GenerationFlags> {
  return fillFlags(command, await readConfig(command, terminal), thinks);
}

/** As `readGenerationFlags`, from a configuration that is read already. */
export function fillFlags(command: Command, config: LoadedConfig, thinks: boolean): GenerationFlags {
  const unsaid = config.origins.get("defaults.thinking")?.type === "default";
  const { config: _, ...flags } = givenOptions(command) as { readonly config?: unknown };
  return { ...generationFlags(config), ...flags, thinking: unsaid ? thinks : config.values.defaults.thinking };
}

/** A configuration in the words of flags; what it leaves open, and what is for other kinds of models, is absent. */
export function generationFlags({ values, origins }: ResolvedConfig): GenerationFlags {
  const { model, backend, defaults, chat } = values;
  const { contextLength, cacheFile, ...engine } = values.engine;
  const { kind, ...endpoint } = values.endpoint;
  const flags: Record<Exclude<keyof GenerationFlags, "tools" | "maxTokens" | "stop">, unknown> = {
    model,
    backend,
    ...engine,
    context: contextLength,
    cache: cacheFile,
    ...endpoint,
    endpoint: kind,
    thinking: defaults.thinking,
    thinkingBudget: defaults.thinkingBudget,
    keepCots: defaults.keepCots,
    ...defaults.sampling,
    ...chat,
  };
  const wanted = Object.entries(flags).filter(([name, value]) => value !== null && !isForOthers(name, model, origins));
  // The kinds of the settings are those of the flags; an endpoint of an unknown kind is refused when it is opened.
  return Object.fromEntries(wanted) as unknown as GenerationFlags;
}

/** The options that were typed; those that commander fills in by itself are left out. */
export function givenOptions(command: Command): object {
  const given = Object.entries(command.opts()).filter(([name]) => command.getOptionValueSource(name) !== "default");
  return Object.fromEntries(given);
}
