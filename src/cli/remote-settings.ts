import { detectPreset, presets, type RemoteBackendOptions } from "../backends/index.ts";
import { HermesError } from "../errors.ts";
import type { LoadOptions } from "../hermes.ts";
import type { GenerationFlags } from "./flags.ts";
import { readUserFile } from "./read-input.ts";

/** The key of an endpoint that has no variable of its own. */
const KEY_VARIABLE = "HERMES_API_KEY";

type RemoteFlags = Pick<GenerationFlags, "model" | "served" | "endpoint" | "mode" | "profile" | "keyFile">;

/**
 * What flags and environment say of an endpoint; nothing for a model on this computer. The proxy is taken from HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in capitals or not.
 * Throws "file-missing" for a key file that cannot be read, "usage" for an empty key and for a flag that only an endpoint takes.
 */
export async function remoteSettings(
  flags: RemoteFlags,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Pick<LoadOptions, "remote">> {
  const { model, served, endpoint, mode, profile, keyFile } = flags;
  if (!/^https?:\/\//i.test(model)) {
    refuseFlags({ served, endpoint, mode, profile, "key-file": keyFile });
    return {};
  }
  const given = {
    ...(served === undefined ? {} : { model: served }),
    ...(mode === undefined ? {} : { mode }),
    ...(profile === undefined ? {} : { profile }),
  };
  const kind = endpoint === undefined ? {} : { preset: endpoint };
  const key = keyFile === undefined ? {} : { apiKey: await readKey(keyFile) };
  const found = keyFile === undefined ? findKey(model, endpoint, environment) : {};
  return { remote: { ...given, ...kind, ...key, ...found, ...proxyOf(environment) } };
}

function refuseFlags(flags: Readonly<Record<string, string | undefined>>): void {
  const flag = Object.keys(flags).find((name) => flags[name] !== undefined);
  if (flag === undefined) return;
  const message = `--${flag} goes with the address of an endpoint only, such as --model http://localhost:8000/v1.`;
  throw new HermesError("usage", message, { argument: flag });
}

async function readKey(path: string): Promise<string> {
  const key = (await readUserFile(path, "the key")).trim();
  if (key !== "") return key;
  throw new HermesError("usage", `The key file ${path} is empty.`, { argument: "key-file" });
}

function findKey(
  address: string,
  endpoint: GenerationFlags["endpoint"],
  environment: NodeJS.ProcessEnv,
): Pick<RemoteBackendOptions, "apiKey"> {
  // An address that does not parse, and a kind that does not exist, are refused by the loader.
  const name = endpoint ?? (URL.canParse(address) ? detectPreset(new URL(address), null) : undefined);
  const variable = name !== undefined && Object.hasOwn(presets, name) ? presets[name].keyVariable : null;
  const apiKey = environment[KEY_VARIABLE] ?? (variable === null ? undefined : environment[variable]);
  return apiKey === undefined || apiKey === "" ? {} : { apiKey };
}

function proxyOf(environment: NodeJS.ProcessEnv): Pick<RemoteBackendOptions, "proxy"> {
  const read = (name: string): string | undefined => environment[name.toLowerCase()] || environment[name] || undefined;
  const [http, https, noProxy] = [read("HTTP_PROXY"), read("HTTPS_PROXY"), read("NO_PROXY")];
  if (http === undefined && https === undefined) return {};
  return {
    proxy: {
      ...(http === undefined ? {} : { http }),
      ...(https === undefined ? {} : { https }),
      ...(noProxy === undefined ? {} : { noProxy }),
    },
  };
}
