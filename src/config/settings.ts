import { nameOrPath, oneOf, orNull, text } from "./kinds.ts";
import { agentSettings } from "./sections/agent.ts";
import { defaultSettings } from "./sections/defaults.ts";
import { endpointSettings } from "./sections/endpoint.ts";
import { engineSettings } from "./sections/engine.ts";
import { logSettings } from "./sections/log.ts";
import { serverSettings } from "./sections/server.ts";
import { type Effective, isSetting, type Setting, type SettingTree, setting, type Written } from "./setting.ts";

/** Every setting there is. Files, variables, flags, `hermes config` and the guide are read from this one table. */
export const settings = {
  /** nano, a model folder, a .gguf file, http://…/v1, or a fetched model. */
  model: setting(nameOrPath, "nano", "model"),
  /** Insist on what runs the model; null: whatever the model is for. */
  backend: setting(orNull(oneOf(["native", "llama-cpp", "remote"])), null, "backend"),
  engine: engineSettings,
  endpoint: endpointSettings,
  server: serverSettings,
  defaults: defaultSettings,
  chat: {
    /** System prompt of `hermes run` and `hermes chat`. */
    system: setting(orNull(text), null, "system"),
  },
  agent: agentSettings,
  log: logSettings,
};

/** What a configuration file may say; everything may be left out. */
export type HermesConfig = Written<typeof settings>;

/** What holds once files, variables and flags are put together. */
export type EffectiveConfig = Effective<typeof settings>;

/** A setting with its place: "server.port". */
export interface NamedSetting {
  readonly path: string;
  readonly setting: Setting<unknown>;
}

/** All settings, in the order of the table. */
export function listSettings(tree: SettingTree = settings, prefix = ""): readonly NamedSetting[] {
  return Object.entries(tree).flatMap(([name, node]) =>
    isSetting(node) ? [{ path: prefix + name, setting: node }] : listSettings(node, `${prefix}${name}.`),
  );
}
