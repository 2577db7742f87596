import type { Command } from "commander";
import type { PresetName } from "../backends/index.ts";
import { type EffectiveConfig, type LoadedConfig, loadConfig } from "../config/index.ts";
import type { GenerationFlags } from "./flags.ts";
import type { Terminal } from "./terminal.ts";

/** The configuration that holds for a command: defaults, file, variables, and the options it was given. */
export async function readConfig(command: Command, terminal: Terminal): Promise<LoadedConfig> {
  const { config, ...flags } = givenOptions(command) as { readonly config?: string | false };
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
export function fillFlags(command: Command, { values, origins }: LoadedConfig, thinks: boolean): GenerationFlags {
  const unsaid = origins.get("defaults.thinking")?.type === "default";
  const { config: _, ...flags } = givenOptions(command) as { readonly config?: unknown };
  return { ...generationFlags(values), ...flags, thinking: unsaid ? thinks : values.defaults.thinking };
}

/** A configuration in the words of flags; what it leaves open is absent. */
export function generationFlags({
  model,
  backend,
  engine,
  endpoint,
  defaults,
  chat,
}: EffectiveConfig): GenerationFlags {
  const { contextLength, cacheFile, ...engineFlags } = engine;
  const { thinking, thinkingBudget, keepCots, sampling } = defaults;
  const { kind, ...endpointFlags } = endpoint;
  const flags: { readonly [Flag in keyof GenerationFlags]?: GenerationFlags[Flag] | null } = {
    model,
    backend,
    ...engineFlags,
    context: contextLength,
    cache: cacheFile,
    ...endpointFlags,
    // An endpoint of an unknown kind is refused with the list of kinds when it is opened.
    endpoint: kind as PresetName | null,
    thinking,
    thinkingBudget,
    keepCots,
    ...sampling,
    ...chat,
  };
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== null)) as unknown as GenerationFlags;
}

/** The options that were typed; those that commander fills in by itself are left out. */
function givenOptions(command: Command): object {
  const given = Object.entries(command.opts()).filter(([name]) => command.getOptionValueSource(name) !== "default");
  return Object.fromEntries(given);
}
