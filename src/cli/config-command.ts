import type { Command } from "commander";
import { type LoadedConfig, listSettings, OTHER_VARIABLES, renderOrigin } from "../config/index.ts";
import { maskSecrets } from "./mask-secrets.ts";
import { readConfig } from "./read-config.ts";
import type { Terminal } from "./terminal.ts";

export function addConfigCommand(program: Command, terminal: Terminal): void {
  program
    .command("config")
    .description("print every setting, its value and where it comes from: default, file or variable")
    .option("--config <file>", "a configuration instead of your own")
    .option("--no-config", "no configuration file")
    .option("--json", "print one object")
    .action(async ({ json }: { readonly json?: boolean }, command: Command) => {
      const loaded = await readConfig(command, terminal);
      const secrets = [OTHER_VARIABLES.endpointKey, OTHER_VARIABLES.serverKeys].filter(
        (name) => (terminal.environment[name] ?? "") !== "",
      );
      terminal.write(json ? `${JSON.stringify(describeConfig(loaded, secrets))}\n` : renderConfig(loaded, secrets));
    });
}

interface ConfigRow {
  readonly value: unknown;
  readonly origin: string;
}

/** One object, secrets masked: the file read, the variables that hold keys, and every setting by its path. */
function describeConfig(loaded: LoadedConfig, secretVariables: readonly string[]) {
  const settings: Record<string, ConfigRow> = {};
  for (const { path } of listSettings()) {
    const origin = loaded.origins.get(path) ?? { type: "default" };
    settings[path] = { value: maskSecrets(valueAt(loaded.values, path)), origin: renderOrigin(origin) };
  }
  return { file: loaded.file, secretVariables, settings };
}

function renderConfig(loaded: LoadedConfig, secretVariables: readonly string[]): string {
  const { file, settings } = describeConfig(loaded, secretVariables);
  const rows = Object.entries(settings).map(
    ([path, { value, origin }]) => [path, JSON.stringify(value), origin] as const,
  );
  const [pathWidth, valueWidth] = [Math.max(...rows.map(([path]) => path.length)), 24];
  return [
    file === null ? "no configuration file" : `configuration file: ${file}`,
    ...secretVariables.map((name) => `${name} is set (not shown)`),
    "",
    ...rows.map(([path, value, origin]) => `${path.padEnd(pathWidth)}  ${value.padEnd(valueWidth)}  ${origin}`),
    "",
  ].join("\n");
}

function valueAt(values: object, path: string): unknown {
  return path.split(".").reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], values);
}
