import type { HermesConfig } from "./settings.ts";

export type { HermesConfig } from "./settings.ts";

/** Gives the content of a hermes.config.ts its type: `export default defineConfig({ server: { port: 8000 } })`. */
export function defineConfig(config: HermesConfig): HermesConfig {
  return config;
}
