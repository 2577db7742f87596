import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { registerHooks } from "node:module";
import { homedir } from "node:os";
import { extname, isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { HermesError } from "../errors.ts";
import type { Environment } from "./read-variables.ts";

const FILE_NAMES = ["ts", "mts", "js", "mjs", "json"].map((ending) => `hermes.config.${ending}`);

/** Under this name a configuration file imports `defineConfig`; it is always this package's own, wherever the file lies. */
const OWN_NAME = "hermes4/config";
const OWN_MODULE = new URL(
  import.meta.url.endsWith(".ts") ? "./define-config.ts" : "./define-config.js",
  import.meta.url,
);

/** The user's own folder for settings and keys. A relative XDG_CONFIG_HOME does not count, as its specification says. */
export function configFolder(environment: Environment, homeFolder: string = homedir()): string {
  const given = environment.XDG_CONFIG_HOME ?? "";
  return join(isAbsolute(given) ? given : join(homeFolder, ".config"), "hermes");
}

/** The configuration file in that folder, null where there is none. Throws HermesError "config-invalid" where there are several. */
export function findConfigFile(folder: string): string | null {
  const found = FILE_NAMES.map((name) => join(folder, name)).filter((path) => existsSync(path));
  if (found.length <= 1) return found[0] ?? null;
  const message = `There are several configuration files: ${found.join(", ")}. Keep one of them.`;
  throw new HermesError("config-invalid", message, { path: folder });
}

/**
 * The content of a configuration file: JSON, or the default export of a JavaScript or TypeScript module, which is run.
 * Throws HermesError "file-missing" and "config-invalid".
 */
export async function loadConfigFile(path: string): Promise<unknown> {
  const file = resolve(path);
  const ending = extname(file).slice(1);
  if (!existsSync(file)) {
    throw new HermesError("file-missing", `There is no configuration file ${file}. Check the path.`, { path: file });
  }
  if (ending === "json") return parseJson(await readFile(file, "utf8"), file);
  if (/^m?[jt]s$/.test(ending)) return importDefault(file);
  const message = `The configuration ${file} ends with "${extname(file)}"; expected .ts, .mts, .js, .mjs or .json.`;
  throw new HermesError("config-invalid", message, { path: file });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `The configuration ${file} is no JSON: ${(cause as Error).message}.`;
    throw new HermesError("config-invalid", message, { path: file }, { cause });
  }
}

async function importDefault(file: string): Promise<unknown> {
  const url = pathToFileURL(file).href;
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (specifier === OWN_NAME) return { url: OWN_MODULE.href, shortCircuit: true };
      // The format is said, as no package.json around the file may say it and Node would warn.
      if (specifier !== url) return next(specifier, context);
      return { url, format: /ts$/.test(file) ? "module-typescript" : "module", shortCircuit: true };
    },
  });
  try {
    const module = (await import(url)) as { readonly default?: unknown };
    if (module.default !== undefined) return module.default;
  } catch (cause) {
    const message = `The configuration ${file} could not be run: ${(cause as Error).message}`;
    throw new HermesError("config-invalid", message, { path: file }, { cause });
  } finally {
    hooks.deregister();
  }
  const message = `The configuration ${file} has no default export; expected "export default defineConfig({ … })".`;
  throw new HermesError("config-invalid", message, { path: file });
}
