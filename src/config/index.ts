export { configFolder } from "./config-file.ts";
export { defineConfig } from "./define-config.ts";
export { type ConfigSources, type LoadedConfig, loadConfig } from "./load-config.ts";
export { type Origin, renderOrigin } from "./origin.ts";
export { spellFlag } from "./read-flags.ts";
export { type Environment, OTHER_VARIABLES, variableName } from "./read-variables.ts";
export { type ResolvedConfig, resolveConfig } from "./resolve-config.ts";
export { type EffectiveConfig, type HermesConfig, listSettings, type NamedSetting } from "./settings.ts";
