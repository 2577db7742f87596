import { HermesError } from "../../errors.ts";
import type { McpServerConfig } from "../config/agent-config.ts";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** `${NAME}` or `${NAME:-instead}`. */
const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/** Puts the values of variables where a server's settings name them, so that keys need not stand in files. */
export function expandVariables<Config extends McpServerConfig>(config: Config, environment: Environment): Config {
  return expandValue(config, environment) as Config;
}

function expandValue(value: unknown, environment: Environment): unknown {
  if (typeof value === "string") return expandText(value, environment);
  if (Array.isArray(value)) return value.map((item) => expandValue(item, environment));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expandValue(item, environment)]));
}

function expandText(text: string, environment: Environment): string {
  return text.replace(VARIABLE, (_, name: string, instead: string | undefined) => {
    const value = environment[name] ?? instead;
    if (value !== undefined) return value;
    throw new HermesError("usage", `the environment variable ${name} is not set; set it, or write \${${name}:-VALUE}`, {
      argument: name,
    });
  });
}
